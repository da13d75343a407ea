-- subscription: a socket hears no more than the access token allowed with which its binding was asked for.
alter table subscription.binding add column scopes text[] not null;
comment on column subscription.binding.scopes is 'privacy: open';
