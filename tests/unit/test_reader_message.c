/* links: app/dossier app/values app/fields app/reader firmware/base */
#include "app/dossier/word.h"
#include "app/reader/reader_message.h"
#include "firmware/base/error.h"
#include <math.h>

static Document *
sample(void)
{
	Document *d = document_new(KIND_PASSPORT);
	d->kind_confidence = 0.9;
	g_strlcpy(d->country, "AFG", sizeof d->country);
	document_add_language(d, "eng");
	Page *page = page_new();
	page->width_px = 1000;
	page->height_px = 1400;
	page->dpi = 300;
	page->rotation = 90;
	page->skew_degrees = -1.25;
	page->quality = PAGE_FAINT | PAGE_SMALL;
	page->language = g_strdup("eng");
	g_ptr_array_add(page->words, word_new("AHMADI", (Box){10, 20, 100, 30}, 0.9, "eng", 3));
	g_ptr_array_add(d->pages, page);
	Fact *fact = fact_new(
		"person.birth_date", "12 MAR 1991", "1991-03-12", 0.97, FACT_SOURCE_LABEL, (Box){812, 1033, 100, 41});
	fact->calendar = CALENDAR_GREGORIAN;
	g_strfreev(fact->alternatives);
	fact->alternatives = g_strsplit("1991-05-12", ";", -1);
	g_ptr_array_add(d->facts, fact);
	g_ptr_array_add(d->facts, fact_new("mother.surname", NULL, NULL, 0.3, FACT_SOURCE_LABEL, (Box){1, 2, 3, 4}));
	d->mrz = mrz_new();
	d->mrz->format = MRZ_TD3;
	g_strfreev(d->mrz->lines);
	d->mrz->lines = g_strsplit("P<AFGAHMADI<<FERESHTA<<<<<<<<<<<<<<<<<<<<<<<;"
				   "P014286538AFG9103122F2603117<<<<<<<<<<<<<<06",
		";", -1);
	d->mrz->surname = g_strdup("AHMADI");
	d->mrz->checks[MRZ_DIGIT_BIRTH_DATE] = MRZ_CHECK_REPAIRED;
	g_array_append_val(d->mrz->repaired, ((MrzRepair){2, 14, 'O', '0'}));
	mrz_doubt(d->mrz, 2, 5, "6G");
	return d;
}

/* A 2D-Doc of the sample, and a QR whose bytes are no text. */
static void
add_codes(Document *d)
{
	Barcode *code = barcode_new(BARCODE_2D_DOC, "DC04\x1d", 5, (Box){10, 10, 200, 200});
	code->signature = BARCODE_SIGNATURE_NOT_VERIFIABLE;
	code->reason = BARCODE_REASON_UNKNOWN_CERTIFICATE;
	code->seal = barcode_seal_new();
	code->seal->version = 4;
	g_strlcpy(code->seal->authority, "FR03", 5);
	g_strlcpy(code->seal->certificate, "A012", 5);
	g_strlcpy(code->seal->type, "16", 3);
	code->seal->signature_date = g_strdup("2021-07-19");
	code->seal->whole = TRUE;
	barcode_seal_add(code->seal, "62", "Nom patronymique", "SPECIMEN", FALSE);
	g_ptr_array_add(d->codes, code);
	g_ptr_array_add(d->codes, barcode_new(BARCODE_QR, "\xff\xfe", 2, (Box){400, 10, 100, 100}));
}

static GVariant *
message_one(Document *document, gboolean want_words)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new();
	g_ptr_array_add(one, document);
	return message_page(one, want_words);
}

/* As the packet layer hands it over: serialised and back. */
static GVariant *
sent(GVariant *message)
{
	g_autoptr(GVariant) sunk = g_variant_ref_sink(message);
	g_autoptr(GBytes) bytes = g_variant_get_data_as_bytes(sunk);
	return g_variant_ref_sink(g_variant_new_from_bytes(MESSAGE_TYPE, bytes, FALSE));
}

static void
a_page_arrives_as_it_left(void)
{
	g_autoptr(Document) d = sample();
	g_autoptr(GVariant) message = sent(message_one(d, TRUE));
	g_auto(Answer) answer = {0};
	g_autoptr(GError) error = NULL;
	g_assert_true(answer_parse(message, FALSE, &answer, &error));
	g_assert_cmpint(answer.kind, ==, ANSWER_PAGE);
	g_assert_cmpuint(answer.documents->len, ==, 1);
	const Document *got = g_ptr_array_index(answer.documents, 0);
	g_assert_cmpint(got->kind, ==, KIND_PASSPORT);
	g_assert_cmpstr(got->country, ==, "AFG");
	const Page *page = g_ptr_array_index(got->pages, 0);
	g_assert_cmpint(page->rotation, ==, 90);
	g_assert_cmpfloat(page->skew_degrees, ==, -1.25);
	g_assert_cmpstr(((Word *)g_ptr_array_index(page->words, 0))->text, ==, "AHMADI");
	const Fact *fact = g_ptr_array_index(got->facts, 0);
	g_assert_cmpstr(fact->value, ==, "1991-03-12");
	g_assert_cmpint(fact->calendar, ==, CALENDAR_GREGORIAN);
	g_assert_cmpstr(fact->alternatives[0], ==, "1991-05-12");
	g_assert_null(((Fact *)g_ptr_array_index(got->facts, 1))->raw);
	g_assert_cmpstr(got->mrz->surname, ==, "AHMADI");
	g_assert_null(got->mrz->given_names);
	g_assert_cmpint(got->mrz->checks[MRZ_DIGIT_BIRTH_DATE], ==, MRZ_CHECK_REPAIRED);
	g_assert_cmpint(g_array_index(got->mrz->repaired, MrzRepair, 0).to, ==, '0');
	g_assert_cmpstr(((MrzDoubt *)g_ptr_array_index(got->mrz->uncertain, 0))->candidates, ==, "6G");
}

static void
codes_arrive_as_they_left(void)
{
	g_autoptr(Document) d = sample();
	add_codes(d);
	g_autoptr(GVariant) message = sent(message_one(d, TRUE));
	g_auto(Answer) answer = {0};
	g_assert_true(answer_parse(message, FALSE, &answer, NULL));
	const Document *got = g_ptr_array_index(answer.documents, 0);
	g_assert_cmpuint(got->codes->len, ==, 2);
	const Barcode *code = g_ptr_array_index(got->codes, 0), *qr = g_ptr_array_index(got->codes, 1);
	g_assert_cmpstr(code->text, ==, "DC04\u241d");
	g_assert_cmpint(code->signature, ==, BARCODE_SIGNATURE_NOT_VERIFIABLE);
	g_assert_cmpint(code->reason, ==, BARCODE_REASON_UNKNOWN_CERTIFICATE);
	g_assert_cmpstr(code->seal->authority, ==, "FR03");
	g_assert_cmpstr(code->seal->signature_date, ==, "2021-07-19");
	g_assert_null(code->seal->issue_date);
	g_assert_cmpstr(barcode_seal_value(code->seal, "62"), ==, "SPECIMEN");
	g_assert_null(barcode_seal_value(code->seal, "60"));
	g_assert_null(qr->text);
	g_assert_null(qr->seal);
}

static void
assert_refused(GVariant *message, gboolean want_pixels)
{
	g_autoptr(GVariant) arrived = sent(message);
	g_auto(Answer) answer = {0};
	g_autoptr(GError) error = NULL;
	g_assert_false(answer_parse(arrived, want_pixels, &answer, &error));
	g_assert_error(error, STATION_ERROR, STATION_ERROR_PROTOCOL);
}

typedef void (*Harm)(Barcode *code);

static void
harm_box(Barcode *code)
{
	code->box.x = 900;
}

static void
harm_mark(Barcode *code)
{
	g_strlcpy(code->seal->type, "1\n", 3);
}

static void
harm_day(Barcode *code)
{
	g_free(code->seal->signature_date);
	code->seal->signature_date = g_strdup("2021-02-30");
}

static void
harm_text(Barcode *code)
{
	g_free(code->text);
	code->text = g_strnfill(BARCODE_MAX_TEXT + 1, 'A');
}

static void
harm_value(Barcode *code)
{
	barcode_seal_add(code->seal, "60", NULL, "A\x1b[2J", FALSE);
}

static void
harm_seal(Barcode *code)
{
	g_clear_pointer(&code->seal, barcode_seal_free);
}

static void
harm_reason(Barcode *code)
{
	code->reason = BARCODE_REASON_NONE;
}

static void
harm_state(Barcode *code)
{
	code->signature = BARCODE_SIGNATURE_NONE;
	code->reason = BARCODE_REASON_NONE;
}

static void
codes_out_of_bounds_are_refused(void)
{
	static const Harm harms[] = {
		harm_box, harm_mark, harm_day, harm_text, harm_value, harm_seal, harm_reason, harm_state};
	for (guint i = 0; i < G_N_ELEMENTS(harms); i++) {
		g_autoptr(Document) d = sample();
		add_codes(d);
		harms[i](g_ptr_array_index(d->codes, 0));
		assert_refused(message_one(d, TRUE), FALSE);
	}
}

/* Two papers on one glass. None, and more than there is room for, are not what a sound worker sends. */
static void
papers_on_one_glass_arrive_together(void)
{
	g_autoptr(GPtrArray) papers = g_ptr_array_new_with_free_func((GDestroyNotify)document_free);
	assert_refused(
		g_variant_new("(sv)", "page", g_variant_new_array(g_variant_type_element(MESSAGE_PAGE_TYPE), NULL, 0)),
		FALSE);
	for (int i = 0; i < 2; i++) {
		Document *d = sample();
		((Page *)g_ptr_array_index(d->pages, 0))->area = (Box){10, 20 + 600 * i, 400, 500};
		g_ptr_array_add(papers, d);
	}
	g_auto(Answer) answer = {0};
	g_autoptr(GVariant) message = sent(message_page(papers, TRUE));
	g_assert_true(answer_parse(message, FALSE, &answer, NULL));
	g_assert_cmpuint(answer.documents->len, ==, 2);
	const Document *second = g_ptr_array_index(answer.documents, 1);
	g_assert_cmpint(((Page *)g_ptr_array_index(second->pages, 0))->area.y, ==, 620);
}

/* Of the same shape as a page, but one paper, and nothing of its text. */
static void
an_early_answer_arrives_and_its_bounds_hold(void)
{
	g_autoptr(Document) d = sample();
	add_codes(d);
	g_autoptr(GPtrArray) none = g_ptr_array_new_with_free_func((GDestroyNotify)barcode_free);
	GPtrArray *codes = d->codes;
	assert_refused(message_early(d), FALSE); /* codes are no early answer */
	d->codes = none;
	g_autoptr(GVariant) message = sent(message_early(d));
	g_auto(Answer) answer = {0};
	g_assert_true(answer_parse(message, FALSE, &answer, NULL));
	g_assert_cmpint(answer.kind, ==, ANSWER_EARLY);
	g_assert_cmpuint(answer.documents->len, ==, 1);
	const Document *got = g_ptr_array_index(answer.documents, 0);
	const Page *page = g_ptr_array_index(got->pages, 0);
	g_assert_cmpuint(page->quality, ==, PAGE_FAINT | PAGE_SMALL);
	g_assert_cmpuint(page->words->len, ==, 0);
	g_assert_cmpuint(got->facts->len, ==, 2);
	g_assert_cmpstr(got->mrz->surname, ==, "AHMADI");
	((Page *)g_ptr_array_index(d->pages, 0))->quality = 1u << PAGE_QUALITY_N;
	assert_refused(message_early(d), FALSE);
	((Page *)g_ptr_array_index(d->pages, 0))->quality = 0;
	g_autoptr(GPtrArray) two = g_ptr_array_new();
	g_ptr_array_add(two, d);
	g_ptr_array_add(two, d);
	g_autoptr(GVariant) both = g_variant_ref_sink(message_page(two, FALSE));
	g_autoptr(GVariant) papers = g_variant_get_child_value(both, 1);
	g_autoptr(GVariant) inner = g_variant_get_variant(papers);
	assert_refused(g_variant_new("(sv)", "early", inner), FALSE);
	g_autoptr(GVariant) with_words = g_variant_ref_sink(message_one(d, TRUE));
	g_autoptr(GVariant) boxed = g_variant_get_child_value(with_words, 1);
	g_autoptr(GVariant) words = g_variant_get_variant(boxed);
	assert_refused(g_variant_new("(sv)", "early", words), FALSE);
	d->codes = codes;
}

static void
words_leave_only_when_wanted(void)
{
	g_autoptr(Document) d = sample();
	g_autoptr(GVariant) message = sent(message_one(d, FALSE));
	g_auto(Answer) answer = {0};
	g_assert_true(answer_parse(message, FALSE, &answer, NULL));
	const Document *got = g_ptr_array_index(answer.documents, 0);
	g_assert_cmpuint(((Page *)g_ptr_array_index(got->pages, 0))->words->len, ==, 0);
}

static void
an_error_keeps_its_code(void)
{
	g_autoptr(GError) cause = g_error_new(STATION_ERROR, STATION_ERROR_TRUNCATED, "the PNG data end too early");
	g_autoptr(GVariant) message = sent(message_error(cause));
	g_auto(Answer) answer = {0};
	g_assert_true(answer_parse(message, FALSE, &answer, NULL));
	g_assert_error(answer.error, STATION_ERROR, STATION_ERROR_TRUNCATED);
}

/* A document with one value put out of its bounds. */
static void
values_out_of_bounds_are_refused(void)
{
	for (int which = 0; which < 10; which++) {
		g_autoptr(Document) d = sample();
		Page *page = g_ptr_array_index(d->pages, 0);
		Fact *fact = g_ptr_array_index(d->facts, 0);
		Word *word = g_ptr_array_index(page->words, 0);
		g_autofree char *huge = g_strnfill(MESSAGE_MAX_TEXT + 1, 'A');
		if (which == 0)
			page->rotation = 45;
		else if (which == 1)
			page->skew_degrees = NAN;
		else if (which == 2)
			page->quality = 1u << PAGE_QUALITY_N;
		else if (which == 3)
			fact->box.x = 990;
		else if (which == 4)
			fact->confidence = 1.5;
		else if (which == 5)
			g_free(fact->field), fact->field = g_strdup("person.religion");
		else if (which == 6)
			g_free(word->text), word->text = g_steal_pointer(&huge);
		else if (which == 7)
			g_free(fact->raw), fact->raw = g_strdup("a\033[2Jb");
		else if (which == 8)
			page->area = (Box){10, 10, 991, 20};
		else
			d->mrz->checks[0] = MRZ_CHECK_N;
		assert_refused(message_one(d, TRUE), FALSE);
	}
}

static void
messages_of_another_shape_are_refused(void)
{
	assert_refused(g_variant_new("(sv)", "page", g_variant_new_int32(1)), FALSE);
	assert_refused(g_variant_new("(sv)", "password", g_variant_new_int32(1)), FALSE);
	assert_refused(message_count(0), FALSE);
	assert_refused(message_count(MESSAGE_MAX_IMAGES + 1), FALSE);
	g_autoptr(GBytes) pixels = g_bytes_new_take(g_malloc0(400), 400);
	g_autoptr(GBytes) few = g_bytes_new_static("abcd", 4);
	g_autoptr(Image) image = image_new(20, 20, 1, 0, pixels);
	assert_refused(message_given(image, few), TRUE);  /* fewer pixels than stated */
	assert_refused(message_given(image, few), FALSE); /* not a JPEG */
	g_auto(Answer) answer = {0};
	g_autoptr(GVariant) good = sent(message_given(image, pixels));
	g_assert_true(answer_parse(good, TRUE, &answer, NULL));
	g_assert_cmpint(answer.image->width_px, ==, 20);
}

static void
requests_are_checked_too(void)
{
	g_auto(PageRequest) good = {.kind = INPUT_PIXELS,
		.image = 1,
		.width_px = 100,
		.height_px = 100,
		.channels = 3,
		.today_year = 2026,
		.today_month = 7,
		.today_day = 1};
	for (int which = 0; which < 4; which++) {
		PageRequest r = good;
		if (which == 1)
			r.width_px = 1000000;
		else if (which == 2)
			r.today_month = 13;
		else if (which == 3)
			r.image = 0;
		g_autoptr(GVariant) message = g_variant_ref_sink(page_request_build(&r));
		g_auto(PageRequest) out = {0};
		g_assert_true(page_request_parse(message, &out, NULL) == (which == 0));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/reader/message/a page arrives as it left", a_page_arrives_as_it_left);
	g_test_add_func("/reader/message/codes arrive as they left", codes_arrive_as_they_left);
	g_test_add_func("/reader/message/codes out of bounds are refused", codes_out_of_bounds_are_refused);
	g_test_add_func("/reader/message/papers on one glass arrive together", papers_on_one_glass_arrive_together);
	g_test_add_func("/reader/message/an early answer arrives and its bounds hold",
		an_early_answer_arrives_and_its_bounds_hold);
	g_test_add_func("/reader/message/words leave only when wanted", words_leave_only_when_wanted);
	g_test_add_func("/reader/message/an error keeps its code", an_error_keeps_its_code);
	g_test_add_func("/reader/message/values out of bounds are refused", values_out_of_bounds_are_refused);
	g_test_add_func("/reader/message/messages of another shape are refused", messages_of_another_shape_are_refused);
	g_test_add_func("/reader/message/requests are checked too", requests_are_checked_too);
	return g_test_run();
}
