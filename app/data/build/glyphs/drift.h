/* Smooth chance over a plane, as a hand or a light drifts. */
#pragma once
#include <glib.h>

typedef struct Drift Drift;

/* Over width x height, changing within about grain (the units are the caller's). */
Drift *drift_new(double width, double height, double grain, GRand *random);
void drift_free(Drift *drift);

/* -1 to 1, with a mean of 0; places beyond the plane take its edge. */
double drift_at(const Drift *drift, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Drift, drift_free)
