-- Registers of permits and consents to run pharmacies (SORA). Owners and managers may be people.
select registers.create_entries('pharmacies', 'identifying');
