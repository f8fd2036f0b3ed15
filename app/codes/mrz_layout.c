#include "app/codes/mrz_layout.h"
#include <string.h>

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static const char any[] = "<" DIGITS LETTERS, letters[] = "<" LETTERS, digits[] = DIGITS, fill_digits[] = "<" DIGITS;
static const char month_tens[] = "<01", day_tens[] = "<0123", sexes[] = "<FMX";

/* A run of cells, from 1, of one line. */
typedef struct {
	gint8 part, line, from, to;
	gint8 check_at; /* the position of its check digit, 0: none */
} Run;

enum { MAX_RUNS = 12 };

typedef struct {
	int n_lines, n_columns;
	const char *first; /* characters that may begin it */
	Run runs[MAX_RUNS];
	int composite_line, composite_at; /* where the composite stands, 0: none */
	struct {
		gint8 line, from, to;
	} covered[5]; /* by the composite */
} Format;

static const Format formats[MRZ_N_FORMATS] = {
	[MRZ_TD1] = {3, 30, "ACI",
		{{MRZ_PART_CODE, 1, 1, 2, 0}, {MRZ_PART_ISSUER, 1, 3, 5, 0}, {MRZ_PART_NUMBER, 1, 6, 14, 15},
			{MRZ_PART_OPTIONAL, 1, 16, 30, 0}, {MRZ_PART_BIRTH, 2, 1, 6, 7}, {MRZ_PART_SEX, 2, 8, 8, 0},
			{MRZ_PART_EXPIRY, 2, 9, 14, 15}, {MRZ_PART_NATIONALITY, 2, 16, 18, 0},
			{MRZ_PART_OPTIONAL_MORE, 2, 19, 29, 0}, {MRZ_PART_NAMES, 3, 1, 30, 0}},
		2, 30, {{1, 6, 30}, {2, 1, 7}, {2, 9, 15}, {2, 19, 29}}},
	[MRZ_TD2] = {2, 36, "ACIP",
		{{MRZ_PART_CODE, 1, 1, 2, 0}, {MRZ_PART_ISSUER, 1, 3, 5, 0}, {MRZ_PART_NAMES, 1, 6, 36, 0},
			{MRZ_PART_NUMBER, 2, 1, 9, 10}, {MRZ_PART_NATIONALITY, 2, 11, 13, 0},
			{MRZ_PART_BIRTH, 2, 14, 19, 20}, {MRZ_PART_SEX, 2, 21, 21, 0}, {MRZ_PART_EXPIRY, 2, 22, 27, 28},
			{MRZ_PART_OPTIONAL, 2, 29, 35, 0}},
		2, 36, {{2, 1, 10}, {2, 14, 20}, {2, 22, 35}}},
	[MRZ_TD3] = {2, 44, "P",
		{{MRZ_PART_CODE, 1, 1, 2, 0}, {MRZ_PART_ISSUER, 1, 3, 5, 0}, {MRZ_PART_NAMES, 1, 6, 44, 0},
			{MRZ_PART_NUMBER, 2, 1, 9, 10}, {MRZ_PART_NATIONALITY, 2, 11, 13, 0},
			{MRZ_PART_BIRTH, 2, 14, 19, 20}, {MRZ_PART_SEX, 2, 21, 21, 0}, {MRZ_PART_EXPIRY, 2, 22, 27, 28},
			{MRZ_PART_OPTIONAL, 2, 29, 42, 43}},
		2, 44, {{2, 1, 10}, {2, 14, 20}, {2, 22, 43}}},
	[MRZ_MRV_A] = {2, 44, "V",
		{{MRZ_PART_CODE, 1, 1, 2, 0}, {MRZ_PART_ISSUER, 1, 3, 5, 0}, {MRZ_PART_NAMES, 1, 6, 44, 0},
			{MRZ_PART_NUMBER, 2, 1, 9, 10}, {MRZ_PART_NATIONALITY, 2, 11, 13, 0},
			{MRZ_PART_BIRTH, 2, 14, 19, 20}, {MRZ_PART_SEX, 2, 21, 21, 0}, {MRZ_PART_EXPIRY, 2, 22, 27, 28},
			{MRZ_PART_OPTIONAL, 2, 29, 44, 0}},
		0, 0, {{0, 0, 0}}},
	[MRZ_MRV_B] = {2, 36, "V",
		{{MRZ_PART_CODE, 1, 1, 2, 0}, {MRZ_PART_ISSUER, 1, 3, 5, 0}, {MRZ_PART_NAMES, 1, 6, 36, 0},
			{MRZ_PART_NUMBER, 2, 1, 9, 10}, {MRZ_PART_NATIONALITY, 2, 11, 13, 0},
			{MRZ_PART_BIRTH, 2, 14, 19, 20}, {MRZ_PART_SEX, 2, 21, 21, 0}, {MRZ_PART_EXPIRY, 2, 22, 27, 28},
			{MRZ_PART_OPTIONAL, 2, 29, 36, 0}},
		0, 0, {{0, 0, 0}}},
	[MRZ_FRID] = {2, 36, "I",
		{{MRZ_PART_CODE, 1, 1, 2, 0}, {MRZ_PART_ISSUER, 1, 3, 5, 0}, {MRZ_PART_NAMES, 1, 6, 30, 0},
			{MRZ_PART_OPTIONAL, 1, 31, 36, 0}, {MRZ_PART_NUMBER, 2, 1, 12, 13},
			{MRZ_PART_GIVEN_NAMES, 2, 14, 27, 0}, {MRZ_PART_BIRTH, 2, 28, 33, 34},
			{MRZ_PART_SEX, 2, 35, 35, 0}},
		2, 36, {{1, 1, 36}, {2, 1, 35}}},
};

void
mrz_format_size(MrzFormat format, int *n_lines, int *n_columns)
{
	*n_lines = formats[format].n_lines;
	*n_columns = formats[format].n_columns;
}

int
mrz_character_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	return c == '<' ? 0 : -1;
}

static gint8
digit_of_part(MrzPart part)
{
	switch (part) {
	case MRZ_PART_NUMBER:
	case MRZ_PART_NUMBER_REST:
		return MRZ_DIGIT_DOCUMENT_NUMBER;
	case MRZ_PART_BIRTH:
		return MRZ_DIGIT_BIRTH_DATE;
	case MRZ_PART_EXPIRY:
		return MRZ_DIGIT_EXPIRY_DATE;
	case MRZ_PART_OPTIONAL:
		return MRZ_DIGIT_OPTIONAL;
	case MRZ_PART_CODE:
	case MRZ_PART_ISSUER:
	case MRZ_PART_NATIONALITY:
	case MRZ_PART_SEX:
	case MRZ_PART_NAMES:
	case MRZ_PART_GIVEN_NAMES:
	case MRZ_PART_OPTIONAL_MORE:
	case MRZ_N_PARTS:
		return -1;
	}
	return -1;
}

static const char *
allowed_in(MrzPart part, int index)
{
	switch (part) {
	case MRZ_PART_CODE:
	case MRZ_PART_ISSUER:
	case MRZ_PART_NATIONALITY:
	case MRZ_PART_NAMES:
	case MRZ_PART_GIVEN_NAMES:
		return letters;
	case MRZ_PART_BIRTH:
	case MRZ_PART_EXPIRY:
		return index == 2 ? month_tens : index == 4 ? day_tens : fill_digits;
	case MRZ_PART_SEX:
		return sexes;
	case MRZ_PART_NUMBER:
	case MRZ_PART_NUMBER_REST:
	case MRZ_PART_OPTIONAL:
	case MRZ_PART_OPTIONAL_MORE:
	case MRZ_N_PARTS:
		return any;
	}
	return any;
}

static void
lay_run(MrzLayout *layout, MrzPart part, int start, int length, int check)
{
	gint8 sum = check >= 0 ? digit_of_part(part) : -1;
	layout->start[part] = start;
	layout->length[part] = length;
	for (int i = 0; i < length; i++) {
		layout->cells[start + i].allowed = allowed_in(part, i);
		layout->cells[start + i].sum = sum;
	}
	if (check >= 0) {
		layout->cells[check].check = sum;
		/* an empty optional field may bear a filler for its check digit (ICAO 9303-4 §4.2.2) */
		layout->cells[check].allowed = sum == MRZ_DIGIT_OPTIONAL ? fill_digits : digits;
	}
}

/* The rest of a long number begins the optional data, its check digit follows directly. */
static gboolean
lay_long_number(MrzLayout *layout, int number_rest)
{
	int number = layout->start[MRZ_PART_NUMBER], optional = layout->start[MRZ_PART_OPTIONAL];
	int room = layout->length[MRZ_PART_OPTIONAL];
	if ((layout->format != MRZ_TD1 && layout->format != MRZ_TD2) || number_rest < 1 || number_rest + 1 > room)
		return FALSE;
	int filler = number + layout->length[MRZ_PART_NUMBER];
	layout->cells[filler].allowed = "<";
	layout->cells[filler].check = -1;
	lay_run(layout, MRZ_PART_NUMBER_REST, optional, number_rest, optional + number_rest);
	layout->start[MRZ_PART_OPTIONAL] = optional + number_rest + 1;
	layout->length[MRZ_PART_OPTIONAL] = room - number_rest - 1;
	return TRUE;
}

gboolean
mrz_layout_init(MrzLayout *layout, MrzFormat format, int number_rest)
{
	const Format *from = &formats[format];
	*layout = (MrzLayout){.format = format, .n_lines = from->n_lines, .n_columns = from->n_columns};
	for (int i = 0; i < MRZ_MAX_CELLS; i++) {
		layout->cells[i].allowed = any;
		layout->cells[i].sum = layout->cells[i].check = -1;
	}
	for (int i = 0; i < MAX_RUNS && from->runs[i].line != 0; i++) {
		const Run *run = &from->runs[i];
		int row = (run->line - 1) * from->n_columns;
		lay_run(layout, (MrzPart)run->part, row + run->from - 1, run->to - run->from + 1,
			run->check_at == 0 ? -1 : row + run->check_at - 1);
	}
	layout->cells[0].allowed = from->first;
	if (format == MRZ_FRID) {
		static const char *const begins[] = {"I", "D", "F", "R", "A"};
		for (int i = 0; i < 5; i++)
			layout->cells[i].allowed = begins[i];
	}
	for (gsize i = 0; i < G_N_ELEMENTS(from->covered) && from->covered[i].line != 0; i++) {
		for (int at = from->covered[i].from; at <= from->covered[i].to; at++)
			layout->cells[(from->covered[i].line - 1) * from->n_columns + at - 1].in_composite = TRUE;
	}
	if (from->composite_at != 0) {
		int at = (from->composite_line - 1) * from->n_columns + from->composite_at - 1;
		layout->cells[at].check = MRZ_DIGIT_COMPOSITE;
		layout->cells[at].allowed = digits;
	}
	return number_rest == 0 || lay_long_number(layout, number_rest);
}
