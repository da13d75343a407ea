-- accounts: for whom somebody acts in this session (core/access/proxies.ts): grant, patient, their name and why. Null: for themselves.
alter table accounts.session add column acting jsonb;
comment on column accounts.session.acting is 'privacy: identifying';
