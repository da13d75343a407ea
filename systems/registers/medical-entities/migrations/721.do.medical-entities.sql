-- Register of entities that perform medical activity (RPWDL): entities, units, cells and practices. Practices are those
-- of people, under their names and numbers.
select registers.create_entries('medical_entities', 'identifying');
