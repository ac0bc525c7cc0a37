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
      phone_number: '+15550117',
      locale: 'de-DE',
      birthdate: '1988-12-30',
      address: { street_address: '2 Harbor Street', locality: 'Portland', region: 'ME', postal_code: '04101' },
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
      phone_number: '+15550902',
      locale: 'en-GB',
      birthdate: '1974-07-21',
      address: { street_address: '11 Mill Lane', locality: 'Bangor', region: 'ME', postal_code: '04401' },
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
