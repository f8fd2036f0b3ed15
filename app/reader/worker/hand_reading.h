/* Words of a page that are handwriting: what the engine made of them is a guess, and is dropped. */
#pragma once
#include "app/dossier/image.h"
#include "app/glyphs/glyphs.h"

#define HAND_WEIGHTS "glyphs/hand.glyphs"

/* Removes from words (Word, boxes on the upright page, in reading order by line) those that look written by hand: the
 * ink they were read from is then ink that nobody read. Scraps of seals and signatures on a page that nobody filled in
 * go too, and their places are cut out of lines (Box): they are no entries. glyphs: of HAND_WEIGHTS. */
void hand_words_drop(const Glyphs *glyphs, const Image *page, GPtrArray *words, GArray *lines);
