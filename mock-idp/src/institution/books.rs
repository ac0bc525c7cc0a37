use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bank::{Account, Accounts, Course, Ledger, Moment, Task};
use time::Date;

use super::User;

/// How the Consumer API of an institution behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsumerApi {
    /// How tasks go.
    pub course: Course,
    /// How long a slow task takes, in seconds.
    pub task_seconds: u32,
    /// What transactions are made from.
    pub seed: u64,
}

/// What the Consumer API remembers of an institution's users.
#[derive(Debug, Default)]
pub struct Books {
    books: Mutex<HashMap<String, Arc<Book>>>,
}

/// Somebody's accounts, from the first look at them on.
#[derive(Debug)]
pub struct Book {
    declared: Accounts,
    seed: u64,
    first_look: Date,
    accounts: Vec<HeldAccount>,
    tasks: Arc<Mutex<Tasks>>,
}

/// What has been fetched, and is being fetched: the last tasks, oldest first, each with its id.
#[derive(Debug, Default)]
struct Tasks {
    recent: VecDeque<(String, Arc<Task>)>,
    /// When the accounts were fetched by a task that is not remembered any more.
    fetched: Option<Moment>,
}

/// An account of somebody's.
#[derive(Debug)]
pub struct HeldAccount {
    /// What it is.
    pub account: Account,
    /// Its place among the user's accounts, from 0.
    pub place: usize,
    seed: u64,
    first_look: Date,
    /// Once it has been looked at.
    ledger: Mutex<Option<Arc<Ledger>>>,
}

/// How many tasks of one user are remembered; the oldest go first.
const MOST_TASKS: usize = 64;

impl Books {
    /// The book of that user. Accounts or a seed that have changed since make a new one, with the same
    /// first look and the same tasks.
    #[must_use]
    pub fn of(&self, user: &User, seed: u64, now: Moment) -> Arc<Book> {
        let mut books = lock(&self.books);
        let before = books.get(&user.sub);
        let before = before.filter(|book| Ledger::covers(book.first_look, now));
        if let Some(book) = before
            && book.seed == seed
            && book.declared == user.accounts
        {
            return book.clone();
        }
        let first_look = before.map_or_else(|| now.day(), |book| book.first_look);
        let accounts = user.accounts.of(&user.sub).into_iter().enumerate();
        let book = Arc::new(Book {
            declared: user.accounts.clone(),
            seed,
            first_look,
            accounts: accounts
                .map(|(place, account)| HeldAccount {
                    account,
                    place,
                    seed,
                    first_look,
                    ledger: Mutex::default(),
                })
                .collect(),
            tasks: before.map(|book| book.tasks.clone()).unwrap_or_default(),
        });
        books.insert(user.sub.clone(), book.clone());
        book
    }

    /// Forgets the looks and tasks of a user.
    pub fn forget(&self, sub: &str) {
        lock(&self.books).remove(sub);
    }
}

impl Book {
    /// The accounts that are told of at that moment, in their order.
    pub fn accounts(&self, now: Moment) -> impl Iterator<Item = &HeldAccount> {
        let all = self.accounts.iter();
        all.filter(move |held| held.is_told(now))
    }

    /// The ids of those that are not told of any more.
    pub fn inactivated(&self, now: Moment) -> impl Iterator<Item = &str> {
        let all = self.accounts.iter();
        all.filter(move |held| !held.is_told(now))
            .map(|held| held.account.id.as_str())
    }

    /// One that is told of.
    #[must_use]
    pub fn account(&self, id: &str, now: Moment) -> Option<&HeldAccount> {
        self.accounts(now).find(|held| held.account.id == id)
    }

    /// Begins a task.
    pub fn begin(&self, id: String, course: Course, seconds: u32, now: Moment) {
        let accounts: Vec<_> = self.accounts(now).map(|it| it.account.id.clone()).collect();
        let task = Task::start(now, course, seconds, &accounts);
        let mut tasks = lock(&self.tasks);
        if tasks.recent.len() == MOST_TASKS
            && let Some((_, oldest)) = tasks.recent.pop_front()
        {
            tasks.fetched = tasks.fetched.max(oldest.fetched(now));
        }
        tasks.recent.push_back((id, Arc::new(task)));
    }

    /// A task by its id.
    #[must_use]
    pub fn task(&self, id: &str) -> Option<Arc<Task>> {
        let tasks = lock(&self.tasks);
        let found = tasks.recent.iter().find(|(task, _)| task == id);
        found.map(|(_, task)| task.clone())
    }

    /// When the accounts were fetched last: by the last task that did, else on the night before the first
    /// look.
    #[must_use]
    pub fn fetched(&self, now: Moment) -> Moment {
        let tasks = lock(&self.tasks);
        let fetched = tasks
            .recent
            .iter()
            .filter_map(|(_, task)| task.fetched(now));
        fetched
            .chain(tasks.fetched)
            .filter(|fetched| *fetched <= now)
            .max()
            .unwrap_or_else(|| Moment::midnight(self.first_look.min(now.day())))
    }
}

impl HeldAccount {
    /// Whether it is told of, or only its id.
    #[must_use]
    pub fn is_told(&self, now: Moment) -> bool {
        let declared = &self.account.declared;
        let until = declared.closed_available_until;
        !declared.inactivated && until.is_none_or(|until| now < until)
    }

    /// Its transactions, of all days that are over.
    #[must_use]
    pub fn ledger(&self, now: Moment) -> Arc<Ledger> {
        let mut ledger = lock(&self.ledger);
        let open = || Arc::new(Ledger::open(&self.account, self.seed, self.first_look));
        let ledger = ledger.get_or_insert_with(open);
        if ledger.is_behind(now) {
            Arc::make_mut(ledger).extend(now.day());
        }
        ledger.clone()
    }
}

impl Default for ConsumerApi {
    fn default() -> Self {
        Self {
            course: Course::default(),
            task_seconds: 20,
            seed: 1,
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
