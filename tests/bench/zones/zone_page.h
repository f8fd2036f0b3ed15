/* Pages for the bench: a sheet is drawn (with a zone, or with anything but one), laid on a page, and worn. By other
 * means than those the classifier was trained with. */
#pragma once
#include "tests/bench/zones/zone_text.h"

typedef struct {
	guint8 *pixels; /* grey, rows of width_px */
	int width_px, height_px;
} BenchPage;

typedef enum { FACE_OCR_B, FACE_OCR_B_LIKE, FACE_MONO_TAUGHT, FACE_MONO_OTHER } FaceKind;

/* How pages of a level are drawn and what happens to them. Shares are chances, 0 to 1. */
typedef struct {
	const char *name;
	FaceKind faces;
	double pitch_px[2];   /* of a character */
	double skew_degrees;  /* up to, either way */
	double askew_degrees; /* a smaller sheet lies on a larger page, turned by up to so much */
	gboolean is_turned;   /* by quarters, too */
	double tilt_degrees;  /* of the camera, about both axes */
	double blur_px, noise, shade;
	double guilloche, stamp, signature, glare;
	double weight_px[2]; /* strokes grow (or shrink) by so much of a pitch */
	double faint;        /* least ink left, 1: full */
	gboolean is_thermal; /* missing dots and bands */
	int n_copies;        /* photocopies of photocopies */
	int jpeg_quality;    /* 0: none */
	gboolean is_clipped; /* a part of the zone lies beyond the edge */
} BenchLevel;

/* Draws one page of a level with the zone; *rotation: the clockwise turn that puts it upright, 0 to 360 degrees;
 * box: where the zone lies, x0 y0 x1 y1. */
void zone_page_make(
	BenchPage *page, const BenchLevel *level, const ZoneText *zone, GRand *random, double *rotation, double box[4]);
/* A page without a zone, of kind 0 to PLAIN_N_KINDS - 1. */
enum { PLAIN_N_KINDS = 14 };
void plain_page_make(BenchPage *page, int kind, GRand *random);
void bench_page_clear(BenchPage *page);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BenchPage, bench_page_clear)
