-- What waits before an index is read by every question: let it be little.
alter index terminology.concept_lineage set (gin_pending_list_limit = 128);
alter index terminology.concept_parents set (gin_pending_list_limit = 128);
