/* What a paper bears besides text. Positions and sizes in mm. */
#pragma once
#include "app/samples/chance.h"
#include "app/samples/sheet.h"

void ornament_line(Sheet *sheet, double x1, double y1, double x2, double y2, double width, guint32 colour);
void ornament_dots(Sheet *sheet, double x1, double x2, double y);
void ornament_rect(Sheet *sheet, double x, double y, double w, double h, double line, guint32 colour);
void ornament_fill(Sheet *sheet, double x, double y, double w, double h, guint32 colour);
void ornament_guilloche(Sheet *sheet, double x, double y, double w, double h, guint32 colour);
void ornament_photo(Sheet *sheet, double x, double y, double w, double h, Chance *chance);
void ornament_signature(Sheet *sheet, double x, double y, double w, Chance *chance);
void ornament_emblem(Sheet *sheet, double x, double y, double radius, guint32 colour);

/* A round rubber stamp with text along its rim; alpha 0 to 1 is how much ink it left. */
void ornament_seal(Sheet *sheet, double x, double y, double radius, guint32 colour, double alpha, double turn_degrees,
	const char *text);
