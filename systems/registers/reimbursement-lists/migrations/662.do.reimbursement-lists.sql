-- Reimbursement lists (SOLR): each announced list whole, under the edition that brought it. Money in grosze.
create schema reimbursement_lists;

create table reimbursement_lists.list (
  edition    int primary key,
  title      text not null,
  valid_from date not null,
  valid_to   date check (valid_to >= valid_from)
);
create index list_from on reimbursement_lists.list (valid_from, edition);

create table reimbursement_lists.item (
  edition      int not null references reimbursement_lists.list,
  gtin         text collate "C" not null,
  place        int not null,
  name         text not null,
  substance    text not null,
  limit_group  text not null,
  price        int not null check (price >= 0),
  limit_amount int not null check (limit_amount >= 0),
  level        text collate "C" not null check (level in ('B', 'R', '30%', '50%')),
  payment      int check (payment >= 0),
  indications  text not null,
  entitlements text[] collate "C" not null,
  primary key (edition, gtin, place)
);

comment on column reimbursement_lists.list.edition is 'privacy: open';
comment on column reimbursement_lists.list.title is 'privacy: open';
comment on column reimbursement_lists.list.valid_from is 'privacy: open';
comment on column reimbursement_lists.list.valid_to is 'privacy: open';
comment on column reimbursement_lists.item.edition is 'privacy: open';
comment on column reimbursement_lists.item.gtin is 'privacy: open';
comment on column reimbursement_lists.item.place is 'privacy: open';
comment on column reimbursement_lists.item.name is 'privacy: open';
comment on column reimbursement_lists.item.substance is 'privacy: open';
comment on column reimbursement_lists.item.limit_group is 'privacy: open';
comment on column reimbursement_lists.item.price is 'privacy: open';
comment on column reimbursement_lists.item.limit_amount is 'privacy: open';
comment on column reimbursement_lists.item.level is 'privacy: open';
comment on column reimbursement_lists.item.payment is 'privacy: open';
comment on column reimbursement_lists.item.indications is 'privacy: open';
comment on column reimbursement_lists.item.entitlements is 'privacy: open';
