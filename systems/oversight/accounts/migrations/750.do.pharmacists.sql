-- accounts: pharmacists and technicians of pharmacies have accounts too. As physicians they act at a place: theirs is a
-- pharmacy.
alter table accounts.position
  drop constraint position_role_check,
  drop constraint position_check,
  add constraint position_role check (role in ('patient', 'physician', 'pharmacist', 'operator')),
  add constraint position_at_a_place check (
    (role in ('physician', 'pharmacist')) = (facility is not null and facility_name is not null)
  );
alter table accounts.request
  drop constraint request_role_check,
  add constraint request_role check (role in ('physician', 'pharmacist', 'operator'));
