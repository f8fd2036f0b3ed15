/* Names of other countries on a page: an alphabet without ş, õ or ë spells them wrong however clear they are printed.
 */
#pragma once
#include "app/dossier/document.h"
#include "app/ocr/engines.h"

/* Reads the names and places of the document again with the model of the language of the person's country, where that
 * is another one of the page's script, and puts what agrees but for such letters into words (Word of the page, boxes on
 * it). language: of the page. TRUE: a word has changed. */
gboolean
names_respell(Engines *engines, const Image *page, const Model *language, const Document *document, GPtrArray *words);
