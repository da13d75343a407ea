-- Central register of pharmacists (CRF): people and their right to practise.
select registers.create_entries('pharmacists', 'identifying');
