/* The recognition network of a Tesseract "fast" model, run by ourselves: a picture of a line -> for each column, how
 * likely each letter is. Tesseract's own engine needs three times the processor time for the same sums, and a layout of
 * its own making. */
#pragma once
#include <glib.h>

enum { NET_MAX_WIDTH_PX = 12000 }; /* of a line's picture; a line of A4 has 1000 to 2000 */

typedef struct Net Net;

/* One line, of the height the network wants. */
typedef struct {
	int width_px;
	float *pixels; /* height rows of width_px, -127 (ink) to 127 (ground), whole */
} NetPicture;

/* What the network says of a line: n_steps rows of n_classes likelihoods. */
typedef struct {
	int n_steps;
	float *likelihoods;
} NetAnswer;

/* part: the model file's MODEL_PART_NETWORK. NULL: a network of another build, or damaged. */
Net *net_load(GBytes *part);
void net_free(Net *net);

int net_height_px(const Net *net);
int net_classes(const Net *net, int *blank); /* *blank: the class that is no letter */
int net_pixels_a_step(const Net *net);       /* columns of the picture that one row of the answer stands for */

/* Runs n pictures together (cheaper than one by one; best when about equally wide). answers: n, to be cleared with
 * net_answer_clear(); a picture narrower than a step has no row. */
void net_run(const Net *net, const NetPicture *pictures, int n, NetAnswer *answers);
void net_answer_clear(NetAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Net, net_free)
