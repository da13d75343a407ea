-- National official register of the territorial division (TERYT): units (TERC), places (SIMC), streets (ULIC).
select registers.create_entries('territory_register', 'open');
