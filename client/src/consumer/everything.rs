use super::{Account, ConsumerApi, ConsumerError, Transaction};

/// An account with its transactions.
#[derive(Clone, Debug)]
pub struct AccountWithTransactions {
    /// The account.
    pub account: Account,
    /// All its transactions, in the institution's order; nothing where it is of a kind that has
    /// none.
    pub transactions: Option<Vec<Transaction>>,
}

/// How far the reading has come, for those who wait.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    /// The transactions of an account are read, this one of so many.
    Account {
        /// Which, counted from 1.
        number: usize,
        /// How many there are.
        of: usize,
    },
    /// The institution works on the task.
    Task {
        /// The types of the events so far, oldest first.
        events: &'a [String],
        /// For how long, in seconds.
        waited: u64,
    },
}

impl ConsumerApi {
    /// All accounts with all their transactions.
    ///
    /// # Errors
    /// As [`ConsumerApi::accounts`] and [`ConsumerApi::transactions`].
    pub async fn everything(
        &self,
        progress: &mut (dyn FnMut(Progress<'_>) + Send),
    ) -> Result<Vec<AccountWithTransactions>, ConsumerError> {
        let accounts = self.accounts().await?;
        let of = accounts.len();
        let mut all = Vec::with_capacity(of);
        for (index, account) in accounts.into_iter().enumerate() {
            progress(Progress::Account {
                number: index + 1,
                of,
            });
            let transactions = self.transactions(account.id()).await?;
            all.push(AccountWithTransactions {
                account,
                transactions,
            });
        }
        Ok(all)
    }
}
