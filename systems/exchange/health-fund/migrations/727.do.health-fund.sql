-- Contracts of the National Health Fund (NFZ), and the cells in which each is performed.
select registers.create_entries('health_fund', 'open');
