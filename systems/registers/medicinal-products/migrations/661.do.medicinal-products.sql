-- Register of medicinal products (RPL): each version of a product from the edition that brought it to the one that no
-- longer has it. Nothing is ever rewritten, so every former day can be read.
create schema medicinal_products;

create table medicinal_products.product (
  product     text collate "C" not null,
  since       int not null,
  -- The first edition without this version; null: it holds now.
  until       int,
  kind        text collate "C" not null check (kind in ('human', 'veterinary')),
  name_folded text collate "C" not null,
  sort_key    text collate "C" not null,
  gtins       text[] collate "C" not null,
  words       tsvector not null,
  hash        text collate "C" not null,
  content     text not null,
  primary key (product, since),
  check (until > since)
) with (toast_tuple_target = 128);
-- What is only shown lies out of line, so that a search reads few pages.
alter table medicinal_products.product alter column words set storage main;
alter table medicinal_products.product alter column gtins set storage main;
create unique index product_now on medicinal_products.product (product) where until is null;
-- Names that begin with what was typed, in the order in which they are shown.
create index product_names on medicinal_products.product (kind, name_folded, sort_key, product);
create index product_words on medicinal_products.product using gin (words) with (fastupdate = off);
create index product_gtins on medicinal_products.product using gin (gtins) with (fastupdate = off);
create index product_since on medicinal_products.product (since, product);
create index product_until on medicinal_products.product (until, product) where until is not null;

comment on column medicinal_products.product.product is 'privacy: open';
comment on column medicinal_products.product.since is 'privacy: open';
comment on column medicinal_products.product.until is 'privacy: open';
comment on column medicinal_products.product.kind is 'privacy: open';
comment on column medicinal_products.product.name_folded is 'privacy: open';
comment on column medicinal_products.product.sort_key is 'privacy: open';
comment on column medicinal_products.product.gtins is 'privacy: open';
comment on column medicinal_products.product.words is 'privacy: open';
comment on column medicinal_products.product.hash is 'privacy: open';
comment on column medicinal_products.product.content is 'privacy: open';
