use std::collections::HashSet;

use super::received::Received;
use super::{Answer, ConsumerApi, ConsumerError, Transaction};

/// One page of an account's transactions.
pub(super) struct Page {
    answer: Answer,
    /// Missing where the account is of a kind that has none, such as Bill Pay.
    transactions: Option<Vec<Transaction>>,
    offset: Option<u64>,
    limit: Option<u64>,
}

impl Page {
    pub(super) fn parse(mut body: Received, answer: &Answer) -> Result<Self, String> {
        let list = body.take_list("transactions")?;
        let transactions = list
            .map(|list| list.into_iter().map(Transaction::parse).collect())
            .transpose()?;
        let limit = body.count("limit")?;
        if limit == Some(0) {
            return Err("limit is 0".to_owned());
        }
        Ok(Self {
            answer: answer.clone(),
            transactions,
            offset: body.count("offset")?,
            limit,
        })
    }
}

impl ConsumerApi {
    /// All transactions of an account, in the institution's order; nothing where the account is of
    /// a kind that has none.
    ///
    /// The institution is asked page for page until one is not full. Nothing is left out and
    /// nothing taken twice: a page has to begin where it was asked to, and no id may come again.
    ///
    /// # Errors
    /// Every [`ConsumerError`] of a call and of paging.
    pub async fn transactions(
        &self,
        account: &str,
    ) -> Result<Option<Vec<Transaction>>, ConsumerError> {
        let mut all: Vec<Transaction> = Vec::new();
        let mut ids = HashSet::new();
        let mut answer = None;
        for _ in 0..MAX_PAGES {
            let page = self.page(account, all.len(), LIMIT).await?;
            check_offset(&page, all.len())?;
            let Some(transactions) = page.transactions else {
                if all.is_empty() {
                    return Ok(None);
                }
                let reason = "transactions is missing on a page behind others".to_owned();
                let answer = page.answer;
                return Err(ConsumerError::Malformed { answer, reason });
            };
            let received = transactions.len();
            if received > LIMIT {
                return Err(ConsumerError::PageTooLong {
                    answer: page.answer,
                    asked: LIMIT,
                    received,
                });
            }
            for transaction in transactions {
                if !ids.insert(transaction.id().to_owned()) {
                    return Err(ConsumerError::TransactionRepeated {
                        answer: page.answer,
                        position: all.len(),
                    });
                }
                all.push(transaction);
            }
            // An institution may give fewer at a time than it was asked for, if it says so.
            let full = page.limit.map_or(LIMIT, |limit| {
                usize::try_from(limit).map_or(LIMIT, |limit| limit.min(LIMIT))
            });
            if received < full {
                return Ok(Some(all));
            }
            answer = Some(page.answer);
        }
        let answer = answer.unwrap_or(Answer {
            call: super::Call::Transactions,
            request_id: None,
        });
        Err(ConsumerError::PagesEndless {
            answer,
            received: all.len(),
        })
    }
}

fn check_offset(page: &Page, asked: usize) -> Result<(), ConsumerError> {
    match page.offset {
        Some(received) if usize::try_from(received) != Ok(asked) => {
            Err(ConsumerError::PageOffset {
                answer: page.answer.clone(),
                asked,
                received,
            })
        }
        _ => Ok(()),
    }
}

/// The most that the API gives at a time.
const LIMIT: usize = 500;
/// Half a million transactions.
const MAX_PAGES: usize = 1000;
