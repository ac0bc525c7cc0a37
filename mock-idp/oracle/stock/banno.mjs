// Names that Banno has given to things.

export const ISSUER_PATH = '/a/consumer/api/v0/oidc';
export const API_PATH = '/a/consumer/api/v0';

export const OFFLINE = 'https://api.banno.com/consumer/auth/offline_access';
export const INSTITUTION_ID = 'https://api.banno.com/consumer/claim/institution_id';
export const SECURITY_LEVELS = ['standard', 'enhanced', 'high', 'restricted']
  .map((level) => `https://api.banno.com/consumer/security-level/${level}`);
