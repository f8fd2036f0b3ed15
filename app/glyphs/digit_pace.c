#include "app/glyphs/digit_pace.h"

static const double usual_way = 0.8, usual_gap = 0.15, even_gap = 0.32, slope = 15;

double
digit_way(Box a, Box b)
{
	return (b.x + b.width / 2.0) - (a.x + a.width / 2.0);
}

double
digit_gap(Box a, Box b, double height)
{
	double least = 0.4 * height;
	return digit_way(a, b) - (MAX(a.width, least) + MAX(b.width, least)) / 2;
}

void
digit_pace_insert(double *values, int n, double value)
{
	for (; n > 0 && values[n - 1] > value; n--)
		values[n] = values[n - 1];
	values[n] = value;
}

DigitPace
digit_pace_of(const Box *boxes, const gboolean *is_digit, int n, double height)
{
	double ways[DIGIT_PACE_MAX], gaps[DIGIT_PACE_MAX];
	int pairs = 0;
	for (int i = 1; i < MIN(n, DIGIT_PACE_MAX); i++) {
		if (!is_digit[i] || !is_digit[i - 1])
			continue;
		digit_pace_insert(ways, pairs, digit_way(boxes[i - 1], boxes[i]));
		digit_pace_insert(gaps, pairs++, digit_gap(boxes[i - 1], boxes[i], height));
	}
	return pairs > 0 ? (DigitPace){height, ways[pairs / 2], gaps[pairs / 2]}
			 : (DigitPace){height, usual_way * height, usual_gap * height};
}

double
digit_blank_odds(const DigitPace *pace, Box a, Box b)
{
	double gap = digit_gap(a, b, pace->height) / pace->height;
	double odds = slope * (gap - MAX(even_gap, 1.5 * pace->gap / pace->height));
	/* narrow digits may be as far apart as wide ones */
	return digit_way(a, b) <= 1.15 * pace->way ? MIN(odds, -2) : odds;
}
