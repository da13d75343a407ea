-- Words of names by themselves: a word that most products have (`tabletki`) need not be ranked to find the names that hold it.
create index product_name_words on medicinal_products.product using gin (ts_filter(words, '{a}')) with (fastupdate = off);
