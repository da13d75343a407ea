-- Decisions of the Chief Pharmaceutical Inspector (RDG), a row for each package that a decision names; each version from
-- the edition that brought it to the one that changed it. `told`: its batches stand in the record as they now are.
create schema product_decisions;

create table product_decisions.decision (
  number    text collate "C" not null,
  gtin      text collate "C" not null,
  since     int not null,
  until     int check (until > since),
  kind      text collate "C" not null
    check (kind in ('withdrawal', 'suspension', 'prohibition', 'readmission', 'advertising')),
  decided   date not null,
  effective date not null,
  product   text not null,
  -- Empty: all batches.
  batches   text[] collate "C" not null,
  scope     text collate "C" not null check (scope in ('wholesale', 'pharmacy', 'patient')),
  reason    text not null,
  told      boolean not null,
  primary key (number, gtin, since)
);
create unique index decision_now on product_decisions.decision (number, gtin) where until is null;
create index decision_gtin on product_decisions.decision (gtin);
create index decision_since on product_decisions.decision (since, number, gtin);
create index decision_untold on product_decisions.decision (effective, number, gtin) where not told;

comment on column product_decisions.decision.number is 'privacy: open';
comment on column product_decisions.decision.gtin is 'privacy: open';
comment on column product_decisions.decision.since is 'privacy: open';
comment on column product_decisions.decision.until is 'privacy: open';
comment on column product_decisions.decision.kind is 'privacy: open';
comment on column product_decisions.decision.decided is 'privacy: open';
comment on column product_decisions.decision.effective is 'privacy: open';
comment on column product_decisions.decision.product is 'privacy: open';
comment on column product_decisions.decision.batches is 'privacy: open';
comment on column product_decisions.decision.scope is 'privacy: open';
comment on column product_decisions.decision.reason is 'privacy: open';
comment on column product_decisions.decision.told is 'privacy: open';
