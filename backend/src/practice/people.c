/* Nobody here lives; streets and postcodes fit their towns so that carriers' checks would pass. */
#include "practice/people.h"

#include <string.h>

#define PERSON(first, last, firm, street, extra, town, region, post, land, tel, mail, money_)                  \
	{ { first, last, firm, street, extra, town, region, post, land, tel, mail }, money_ }

const struct person people[] = {
	PERSON("Emily", "Carter", "", "418 Maple Avenue", "Apt 3B", "Brooklyn", "NY", "11215", "US", "+1 718 555 0142",
		"emily.carter@example.com", "USD"),
	PERSON("Marcus", "O'Neill", "Harborline Cafe LLC", "77 Fleet Street", "", "Portland", "ME", "04101", "US",
		"(207) 555-0198", "marcus@harborline.example", "USD"),
	PERSON("Greta", "Schäfer", "", "Lindenstraße 14", "", "Berlin", "DE-BE", "10969", "DE", "+49 30 5550123",
		"greta.schaefer@example.de", "EUR"),
	PERSON("Jürgen", "Weiß", "Weiß & Söhne GmbH", "Große Bleichen 21", "3. OG", "Hamburg", "DE-HH", "20354", "DE",
		"040 5550177", "j.weiss@example.de", "EUR"),
	PERSON("伟", "王", "", "南京西路1266号", "恒隆广场1座1502室", "上海", "CN10", "200040", "CN", "+86 138 0013 8000",
		"wang.wei@example.cn", "USD"),
	PERSON("娜", "李", "杭州晴天贸易有限公司", "文三路90号", "东部软件园2号楼", "杭州", "CN12", "310012", "CN",
		"0571-55501234", "lina@example.cn", "USD"),
	PERSON("Olivia", "Hughes", "", "12 Church Lane", "", "Bristol", "", "BS1 4ST", "GB", "+44 117 555 0166",
		"olivia.hughes@example.co.uk", "GBP"),
	PERSON("Alistair", "MacKenzie-Brown", "", "Flat 2, 9 Marchmont Road", "Marchmont", "Edinburgh", "Midlothian",
		"EH9 1HY", "GB", "0131 555 0110", "a.mackenzie@example.co.uk", "GBP"),
	PERSON("葵", "佐藤", "", "神南1-19-11", "パークウェースクエア2 4階", "渋谷区", "JP13", "150-0041", "JP", "03-5550-0142",
		"aoi.sato@example.jp", "JPY"),
	PERSON("蓮", "山本", "", "梅田2-5-25", "", "大阪市北区", "JP27", "530-0001", "JP", "06-5550-0133",
		"ren.yamamoto@example.jp", "JPY"),
	PERSON("Chloé", "Lefèvre", "", "8 rue de l'Église", "Bâtiment C", "Lyon", "", "69003", "FR", "+33 4 55 50 01 23",
		"chloe.lefevre@example.fr", "EUR"),
	PERSON("Sanne", "van den Berg", "", "Prinsengracht 263-267", "", "Amsterdam", "", "1016 GV", "NL", "+31 20 555 0145",
		"sanne@example.nl", "EUR"),
	PERSON("Noah", "Tremblay", "", "1200 Rue Sainte-Catherine O", "Unit 5", "Montréal", "QC", "H3B 1K1", "CA",
		"+1 514 555 0171", "noah.tremblay@example.ca", "USD"),
	PERSON("Dolores", "Reyes", "", "2301 S Lamar Blvd", "", "Austin", "TX", "78704", "US", "+1 512 555 0104",
		"dolores.reyes@example.com", "USD"),
};
const size_t n_people = sizeof people / sizeof *people;

int64_t tax_of(const struct address *to, const char **code, const char **label)
{
	static const struct {
		const char *country, *state; /* state NULL: everywhere there */
		int64_t     rate_e4;
		const char *code, *label;
	} rates[] = {
		{ "US", "NY", 88750, "US-NY-NY TAX-1", "NY Tax" },
		{ "DE", NULL, 190000, "DE-MWST.-1", "MwSt." },
		{ "GB", NULL, 200000, "GB-VAT-1", "VAT" },
		{ "JP", NULL, 100000, "JP-消費税-1", "消費税" },
	};

	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
		if (strcmp(rates[i].country, to->country) == 0 && (!rates[i].state || strcmp(rates[i].state, to->state) == 0)) {
			*code = rates[i].code;
			*label = rates[i].label;
			return rates[i].rate_e4;
		}
	*code = *label = "";
	return 0;
}

struct money price_in(struct money usd, const char *currency)
{
	if (strcmp(currency, "EUR") == 0)
		return (struct money){ (usd.e4 * 92 / 10000) * 100 };
	if (strcmp(currency, "GBP") == 0)
		return (struct money){ (usd.e4 * 79 / 10000) * 100 };
	if (strcmp(currency, "JPY") == 0)
		return (struct money){ (usd.e4 * 150 / 10000) * 10000 };
	return usd;
}
