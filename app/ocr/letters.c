#include "app/ocr/letters.h"
#include "app/ocr/model_file.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_LETTERS = 8192 };

/* Letters by their classes: a chain per length would be slow for none, a table of chains of bytes is one look-up. */
struct Letters {
	GHashTable *by_codes; /* GBytes of ints -> char* */
	int longest, space;
};

void
letters_free(Letters *letters)
{
	if (letters == NULL)
		return;
	g_hash_table_unref(letters->by_codes);
	g_free(letters);
}

/* The first word of each line after the first: the letter; NULL stands for the space. */
static GPtrArray *
alphabet_read(GBytes *part)
{
	gsize size;
	const char *data = g_bytes_get_data(part, &size);
	g_autofree char *text = g_strndup(data, size);
	g_auto(GStrv) lines = g_strsplit(text, "\n", MAX_LETTERS + 2);
	GPtrArray *letters = g_ptr_array_new_with_free_func(g_free);
	guint n = (guint)g_ascii_strtoull(lines[0] != NULL ? lines[0] : "", NULL, 10);
	for (guint i = 1; i <= n && lines[i] != NULL; i++) {
		char *letter = g_strndup(lines[i], strcspn(lines[i], " "));
		if (strcmp(letter, "NULL") == 0) {
			g_free(letter);
			letter = g_strdup(" ");
		}
		g_ptr_array_add(letters, letter);
	}
	return letters;
}

Letters *
letters_load(GBytes *alphabet, GBytes *codes, int blank)
{
	g_autoptr(GPtrArray) names = alphabet_read(alphabet);
	g_autoptr(Letters) letters = g_new0(Letters, 1);
	letters->by_codes = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, g_free);
	letters->space = -1;
	Feed feed = feed_of(codes);
	int n = feed_int(&feed);
	if (n < 1 || n > MAX_LETTERS || names->len == 0)
		return NULL;
	for (int i = 0; i < n && !feed.broken; i++) {
		int classes[LETTERS_MAX_CODES];
		feed_byte(&feed);
		int length = feed_int(&feed);
		if (length < 0 || length > LETTERS_MAX_CODES)
			return NULL;
		for (int k = 0; k < length; k++)
			classes[k] = feed_int(&feed);
		const char *name = i < (int)names->len ? g_ptr_array_index(names, (guint)i) : NULL;
		gboolean letter = length > 0 && classes[0] != blank && name != NULL && *name != '\0' &&
				  g_utf8_validate(name, -1, NULL);
		GBytes *key = letter ? g_bytes_new(classes, (gsize)length * sizeof(int)) : NULL;
		if (key == NULL)
			continue;
		if (g_hash_table_contains(letters->by_codes, key)) {
			g_bytes_unref(key);
			continue;
		}
		g_hash_table_insert(letters->by_codes, key, g_strdup(name));
		if (length == 1 && strcmp(name, " ") == 0)
			letters->space = classes[0];
		letters->longest = MAX(letters->longest, length);
	}
	return feed.broken ? NULL : g_steal_pointer(&letters);
}

int
letters_space(const Letters *letters)
{
	return letters->space;
}

const char *
letters_find(const Letters *letters, const int *classes, int n, int *taken)
{
	for (int length = MIN(n, letters->longest); length > 0; length--) {
		g_autoptr(GBytes) key = g_bytes_new_static(classes, (gsize)length * sizeof(int));
		const char *letter = g_hash_table_lookup(letters->by_codes, key);
		if (letter != NULL) {
			*taken = length;
			return letter;
		}
	}
	return NULL;
}
