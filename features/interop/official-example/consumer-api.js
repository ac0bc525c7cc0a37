'use strict';

// The Consumer API, as the example asks it: start an aggregation, poll until it has ended, read accounts
// and their transactions.

const fetch = require('node-fetch');

async function ask(url, accessToken, method = 'GET') {
  const response = await fetch(url, { method, headers: { Authorization: `Bearer ${accessToken}` } });
  if (!response.ok) throw new Error(`${method} ${new URL(url).pathname}: ${response.status}`);
  return response.json();
}

// As the example does it: nothing else happens in this program meanwhile.
function wait(milliseconds) {
  const end = Date.now() + milliseconds;
  while (Date.now() < end);
}

async function aggregate(user, accessToken) {
  const { taskId } = await ask(`${user}/fetch`, accessToken, 'PUT');
  for (let polls = 1; ; polls += 1) {
    const { events } = await ask(`${user}/tasks/${taskId}`, accessToken);
    if (events.some(({ type }) => type === 'TaskEnded')) return polls;
    wait(3000);
  }
}

function transactionLines(transactions) {
  if (!transactions) return ['  No transactions for this account.'];
  return transactions.map(({ datePosted, amount, memo }) => `  ${datePosted}  ${amount}  ${memo}`);
}

module.exports = async function accountsAndTransactions(bank, userId, accessToken) {
  const user = `${bank}/a/consumer/api/v0/users/${userId}`;
  const polls = await aggregate(user, accessToken);
  console.log(`The aggregation has ended, after ${polls} polls.`);
  const { accounts } = await ask(`${user}/accounts`, accessToken);
  const lines = [];
  for (const account of accounts) {
    const { transactions } = await ask(`${user}/accounts/${account.id}/transactions`, accessToken);
    const { name, numbers, accountType, accountSubType, balance } = account;
    lines.push(`${name}  ${numbers}  ${accountType}  ${accountSubType}  ${balance}`, ...transactionLines(transactions), '');
  }
  return lines.join('\n');
};
