// Who can sign in. All data is made up, and so are the passwords.

const CUSTOMERS = [
  {
    login: 'drew.hansen',
    secret: 'stand-in-drew',
    claims: {
      sub: 'c-100417',
      name: 'Drew Hansen',
      given_name: 'Drew',
      family_name: 'Hansen',
      preferred_username: 'drew.hansen',
      email: 'drew.hansen@stand-in.example',
      email_verified: true,
      phone_number: '+15550117',
      branch: 'Harbor Street',
      member_since: '2009-04-17',
    },
  },
  {
    login: 'casey.morgan',
    secret: 'stand-in-casey',
    code: '246810',
    claims: {
      sub: 'c-100902',
      name: 'Casey Morgan',
      given_name: 'Casey',
      family_name: 'Morgan',
      preferred_username: 'casey.morgan',
      email: 'casey.morgan@stand-in.example',
      email_verified: false,
      phone_number: '+15550902',
      branch: 'Old Mill',
      member_since: '2021-11-02',
    },
  },
];

export const withLogin = (login) => CUSTOMERS.find((customer) => customer.login === login);

// The configuration's `findAccount`.
export function find(ctx, sub) {
  const customer = CUSTOMERS.find(({ claims }) => claims.sub === sub);
  return customer && { accountId: sub, claims: () => customer.claims };
}
