-- e-prescription: what is no number is greater than every number in SQL, and would let anything be dispensed.
alter table e_prescription.prescription add constraint quantity_is_a_number check (quantity < 'NaN' and dispensed < 'NaN');
alter table e_prescription.dispense add constraint counts_is_a_number check (counts < 'NaN');
