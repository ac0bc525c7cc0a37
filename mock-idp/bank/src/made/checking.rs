use time::{Date, Month, Weekday};

use super::day::{Day, Line, Rate};
use super::draws::Draws;
use super::payees::{self, REGIONS, Region, Shop};
use crate::ExpenseCategory::{
    Education, Fees, Home, Income, Payment, Personal, Savings, Transfer as Moved, Utilities,
};
use crate::TransactionType::{
    Atm, Check, Echeck, Fee, Interest, Online, Pos, Tax, Transfer, Unknown,
};

/// The account that somebody lives from.
#[derive(Clone, Debug)]
pub(super) struct Checking {
    household: Household,
    rate: Rate,
    employer: &'static str,
    /// What comes each time, in cents.
    salary: i64,
    /// Whether it comes every second Friday, and in which of two weeks; otherwise twice a month.
    fortnight: Option<i32>,
    /// What the home costs a month, in cents.
    home: i64,
    /// To whom it is paid by transfer; otherwise it is a mortgage.
    landlord: Option<&'static str>,
    first_check: u32,
}

/// Who pays by card.
#[derive(Clone, Debug)]
pub(super) struct Household {
    region: Region,
    card: i64,
}

impl Household {
    pub(super) fn new(draws: &mut Draws) -> Self {
        let region = draws.pick(&REGIONS).copied().unwrap_or(REGIONS[0]);
        let card = draws.between(1000, 9999);
        Self { region, card }
    }

    /// What a visit to one of those shops costs, and what the core says of it.
    pub(super) fn visit(&self, draws: &mut Draws, shops: &[Shop]) -> (i64, Line) {
        let shop = draws.pick(shops).copied().unwrap_or(payees::GROCERS[0]);
        let ([town, ..], state) = self.region;
        // Mostly at home.
        let away = draws.happens(250);
        let city = match draws.pick(&self.region.0) {
            Some(city) if away => *city,
            _ => town,
        };
        let cents = price(draws, shop.cents);
        let memo = format!("POS DEBIT {} {} {city} {state}", self.card, shop.name);
        let line = Line::new(Pos, memo.to_uppercase())
            .category(shop.category)
            .payee(shop.name, Some((city, state)));
        (cents, line)
    }

    pub(super) fn order(&self, draws: &mut Draws, shops: &[Shop]) -> (i64, Line) {
        let shop = draws.pick(shops).copied().unwrap_or(payees::ONLINE[0]);
        let cents = price(draws, shop.cents);
        let memo = format!("WEB PURCHASE {} {}", self.card, shop.name);
        let line = Line::new(Online, memo.to_uppercase())
            .category(shop.category)
            .payee(shop.name, None);
        (cents, line)
    }

    pub(super) fn cash(&self, draws: &mut Draws) -> (i64, Line) {
        let cents = draws.between(1, 10) * 2000;
        let ([town, ..], state) = self.region;
        let memo = format!("ATM WITHDRAWAL {} MAIN ST {town} {state}", self.card);
        let line = Line::new(Atm, memo.to_uppercase()).category(Personal);
        (cents, line)
    }
}

/// Prices end in what prices end in.
fn price(draws: &mut Draws, (from, to): (i64, i64)) -> i64 {
    let cents = draws.between(from, to);
    match draws.below(4) {
        0 => (cents / 100 * 100 + 99).min(to),
        1 => (cents / 50 * 50).max(from),
        _ => cents,
    }
}

impl Checking {
    pub(super) fn new(rate: Rate, mut draws: Draws) -> Self {
        let draws = &mut draws;
        let salary = draws.between(165_000, 268_000);
        let fortnight = draws.happens(600).then(|| i32::from(draws.happens(500)));
        let monthly = if fortnight.is_some() {
            salary * 26 / 12
        } else {
            salary * 2
        };
        let home = monthly * draws.between(26, 33) / 100 / 500 * 500;
        let rents = draws.happens(500);
        let landlord = draws.pick(&payees::LANDLORDS).copied();
        Self {
            household: Household::new(draws),
            rate: if rate.0 == 0 { USUAL_RATE } else { rate },
            employer: draws
                .pick(&payees::EMPLOYERS)
                .copied()
                .unwrap_or("Employer"),
            salary,
            fortnight,
            home,
            landlord: landlord.filter(|_| rents),
            first_check: u32::try_from(draws.between(101, 899)).unwrap_or(101),
        }
    }

    /// Credits come first, as banks post them; then what must be paid, and then what may be.
    pub(super) fn make(&self, day: &mut Day) {
        self.income(day);
        self.housing(day);
        self.bills(day);
        self.taxes_and_fees(day);
        self.shopping(day);
        self.surplus(day);
    }

    fn income(&self, day: &mut Day) {
        if self.is_payday(day.date) {
            let memo = format!("DIRECT DEP {} PAYROLL", self.employer.to_uppercase());
            let line = Line::new(Echeck, memo).category(Income);
            let cents = self.salary + day.draws.between(-1250, 1250);
            day.add(cents, line.payee(self.employer, None));
        }
        if day.is_last_of_month() {
            let line = Line::new(Interest, "INTEREST PAID").category(Income);
            day.add(day.interest(self.rate), line);
        }
    }

    fn is_payday(&self, date: Date) -> bool {
        match self.fortnight {
            Some(week) => {
                date.weekday() == Weekday::Friday
                    && (date.to_julian_day().div_euclid(7)).rem_euclid(2) == week
            }
            None => date.day() == 15 || date.day() == date.month().length(date.year()),
        }
    }

    fn housing(&self, day: &mut Day) {
        if !day.is_day_of_month(1) {
            return;
        }
        let line = match self.landlord {
            Some(landlord) => {
                let memo = format!("TRANSFER TO {} RENT", landlord.to_uppercase());
                Line::new(Transfer, memo).payee(landlord, None)
            }
            None => Line::new(Echeck, "ACH DEBIT FIRST PRAIRIE MORTGAGE PMT")
                .payee("First Prairie Mortgage", None),
        };
        day.take(self.home, line.category(Home));
    }

    fn bills(&self, day: &mut Day) {
        for (at, shop) in payees::BILLS {
            if day.is_day_of_month(at) {
                let cents = bill(&mut day.draws, &self.household, shop);
                let memo = format!("ACH DEBIT {}", shop.name.to_uppercase());
                let line = Line::new(Echeck, memo).category(shop.category);
                day.take(cents, line.payee(shop.name, None));
            }
        }
        if day.is_day_of_month(20) {
            let cents = day.draws.between(self.salary / 10, self.salary / 5);
            let line = Line::new(Online, "ONLINE PMT PRAIRIE ROSE CARD SERVICES");
            let line = line.payee("Prairie Rose Card Services", None);
            day.take(cents, line.category(Payment));
        }
        if day.is_day_of_month(5) && !matches!(day.date.month(), Month::June | Month::July) {
            let line = Line::new(Echeck, "ACH DEBIT COMMUNITY COLLEGE TUITION PLAN");
            let line = line.payee("Community College", None);
            day.take(self.salary / 25, line.category(Education));
        }
    }

    fn taxes_and_fees(&self, day: &mut Day) {
        let (month, of_month) = (day.date.month(), day.date.day());
        match (month, of_month) {
            (Month::March, 12) => {
                let cents = day.draws.between(18_000, 96_000);
                day.add(cents, Line::new(Tax, "STATE TAX REFUND").category(Income));
            }
            (Month::April | Month::October, 10) => {
                let cents = self.home / 5;
                let line = Line::new(Tax, "COUNTY TREASURER PROPERTY TAX");
                day.take(cents, line.category(Home));
            }
            _ => {}
        }
        if day.draws.happens(8) {
            let line = Line::new(Fee, "OUT OF NETWORK ATM FEE").category(Fees);
            day.take(300, line);
        }
        if day.draws.happens(4) {
            let cents = day.draws.between(500, 9000);
            day.take(cents, Line::new(Unknown, "MISC DEBIT"));
        }
    }

    fn shopping(&self, day: &mut Day) {
        let weekend = matches!(day.date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let often = |weekday, weekend_day| if weekend { weekend_day } else { weekday };
        let wishes: [(u64, &[Shop]); 6] = [
            (often(165, 280), &payees::GROCERS),
            (often(150, 280), &payees::RESTAURANTS),
            (90, &payees::FUEL),
            (40, &payees::PHARMACIES),
            (often(55, 170), &payees::OUTINGS),
            (9, &payees::TRAVEL),
        ];
        for (per_mille, shops) in wishes {
            if day.draws.happens(per_mille) {
                let (cents, line) = self.household.visit(&mut day.draws, shops);
                spend(day, cents, line);
            }
        }
        if day.draws.happens(75) {
            let (cents, line) = self.household.order(&mut day.draws, &payees::ONLINE);
            spend(day, cents, line);
        }
        if day.draws.happens(50) {
            let (cents, line) = self.household.cash(&mut day.draws);
            spend(day, cents, line);
        }
        if day.date.weekday() == Weekday::Tuesday && day.draws.happens(200) {
            let number = self.check_number(day.date);
            let cents = day.draws.between(10, 120) * 250;
            let line = Line::new(Check, format!("CHECK {number}"));
            spend(day, cents, line.category(Personal).check_number(number));
        }
    }

    /// One check book for ever: a check that is written in a later week has a higher number.
    fn check_number(&self, date: Date) -> u32 {
        let weeks = (date.to_julian_day() - YEAR_2000).div_euclid(7);
        self.first_check + u32::try_from(weeks).unwrap_or(0)
    }

    /// Puts aside what is not needed.
    fn surplus(&self, day: &mut Day) {
        if day.is_day_of_month(28) {
            let spare = day.balance.saturating_sub(self.salary + self.home).max(0) / 2;
            let cents = (spare / 2500 * 2500).clamp(2500, 250_000);
            let line = Line::new(Transfer, "TRANSFER TO SAVINGS").category(Savings);
            spend(day, cents, line);
        }
        if day.draws.happens(6) {
            let cents = day.draws.between(4, 30) * 500;
            let line = Line::new(Transfer, "TRANSFER TO A FRIEND").category(Moved);
            spend(day, cents, line);
        }
    }
}

/// Spends what one can do without only while enough is left.
fn spend(day: &mut Day, cents: i64, line: Line) {
    if day.balance.saturating_sub(cents) >= RESERVE {
        day.take(cents, line);
    }
}

/// Much the same every month, and other for each household.
fn bill(draws: &mut Draws, household: &Household, shop: Shop) -> i64 {
    let (from, to) = shop.cents;
    let usual = from + (to - from) * (household.card % 100) / 100;
    match shop.category {
        Utilities => usual + draws.between(0, usual / 8),
        _ => usual,
    }
}

/// Of a hundred, 5 cents a year.
const USUAL_RATE: Rate = Rate(500);
/// What one does not spend without need.
const RESERVE: i64 = 30_000;
/// The Julian day of 2000-01-01.
const YEAR_2000: i32 = 2_451_545;
