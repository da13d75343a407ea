-- Register of permits to run pharmaceutical wholesale warehouses (RHF). Owners may be people.
select registers.create_entries('wholesalers', 'identifying');
