-- population-register: the simulator of the PESEL register. What was known of a person from when on; the latest row is
-- what is known now. In production the table is empty: the register itself answers.
create schema population_register;
create table population_register.person (
  pesel       text collate "C" not null check (pesel ~ '^[0-9]{11}$'),
  known_from  timestamptz not null,
  given_name  text not null,
  family_name text not null,
  birth_date  date not null,
  died        date,
  primary key (pesel, known_from)
);
comment on column population_register.person.pesel is 'privacy: identifying';
comment on column population_register.person.known_from is 'privacy: open';
comment on column population_register.person.given_name is 'privacy: identifying';
comment on column population_register.person.family_name is 'privacy: identifying';
comment on column population_register.person.birth_date is 'privacy: identifying';
comment on column population_register.person.died is 'privacy: identifying';
