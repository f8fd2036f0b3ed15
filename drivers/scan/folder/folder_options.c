#include "drivers/scan/folder/folder_device.h"
#include <sane/saneopts.h>
#include <string.h>

enum { TEXT_SIZE = 16 };

static const SANE_String_Const sources[] = {"ADF", "ADF Duplex", "Flatbed", NULL};
static const SANE_String_Const modes[] = {
	SANE_VALUE_SCAN_MODE_LINEART, SANE_VALUE_SCAN_MODE_GRAY, SANE_VALUE_SCAN_MODE_COLOR, NULL};
static const SANE_Word resolutions[] = {7, 75, 100, 150, 200, 300, 600, 1200};
static const SANE_Range width_mm = {SANE_FIX(0), SANE_FIX(305), 0}, height_mm = {SANE_FIX(0), SANE_FIX(432), 0};

#define SETTABLE (SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT)
#define SENSOR (SANE_CAP_HARD_SELECT | SANE_CAP_SOFT_DETECT)
#define GROUP(title)                                                                        \
	{                                                                                   \
		"", title, "", SANE_TYPE_GROUP, SANE_UNIT_NONE, 0, 0, SANE_CONSTRAINT_NONE, \
		{                                                                           \
			NULL                                                                \
		}                                                                           \
	}
#define CHOICE(name, title, description, list)                                                   \
	{                                                                                        \
		name, title, description, SANE_TYPE_STRING, SANE_UNIT_NONE, TEXT_SIZE, SETTABLE, \
			SANE_CONSTRAINT_STRING_LIST,                                             \
		{                                                                                \
			.string_list = list                                                      \
		}                                                                                \
	}
#define EDGE(NAME, limits)                                                                                           \
	{                                                                                                            \
		SANE_NAME_SCAN_##NAME, SANE_TITLE_SCAN_##NAME, SANE_DESC_SCAN_##NAME, SANE_TYPE_FIXED, SANE_UNIT_MM, \
			sizeof(SANE_Word), SETTABLE, SANE_CONSTRAINT_RANGE,                                          \
		{                                                                                                    \
			.range = &limits                                                                             \
		}                                                                                                    \
	}
#define SENSE(name, title)                                                                                           \
	{                                                                                                            \
		name, title, title, SANE_TYPE_BOOL, SANE_UNIT_NONE, sizeof(SANE_Word), SENSOR, SANE_CONSTRAINT_NONE, \
		{                                                                                                    \
			NULL                                                                                         \
		}                                                                                                    \
	}

static const SANE_Option_Descriptor descriptors[OPTION_N] = {
	[OPTION_COUNT] = {SANE_NAME_NUM_OPTIONS, SANE_TITLE_NUM_OPTIONS, SANE_DESC_NUM_OPTIONS, SANE_TYPE_INT,
		SANE_UNIT_NONE, sizeof(SANE_Word), SANE_CAP_SOFT_DETECT, SANE_CONSTRAINT_NONE, {NULL}},
	[OPTION_SCAN_GROUP] = GROUP("Scan"),
	[OPTION_SOURCE] = CHOICE(SANE_NAME_SCAN_SOURCE, SANE_TITLE_SCAN_SOURCE, SANE_DESC_SCAN_SOURCE, sources),
	[OPTION_MODE] = CHOICE(SANE_NAME_SCAN_MODE, SANE_TITLE_SCAN_MODE, SANE_DESC_SCAN_MODE, modes),
	[OPTION_RESOLUTION] = {SANE_NAME_SCAN_RESOLUTION, SANE_TITLE_SCAN_RESOLUTION, SANE_DESC_SCAN_RESOLUTION,
		SANE_TYPE_INT, SANE_UNIT_DPI, sizeof(SANE_Word), SETTABLE, SANE_CONSTRAINT_WORD_LIST,
		{.word_list = resolutions}},
	[OPTION_GEOMETRY_GROUP] = GROUP("Geometry"),
	[OPTION_TL_X] = EDGE(TL_X, width_mm),
	[OPTION_TL_Y] = EDGE(TL_Y, height_mm),
	[OPTION_BR_X] = EDGE(BR_X, width_mm),
	[OPTION_BR_Y] = EDGE(BR_Y, height_mm),
	[OPTION_SENSOR_GROUP] = GROUP("Sensors"),
	[OPTION_PAGE_LOADED] = SENSE("page-loaded", "Page loaded"),
	[OPTION_COVER_OPEN] = SENSE("cover-open", "Cover open"),
	[OPTION_DOUBLE_FEED] = SENSE("double-feed", "Double feed"),
	[OPTION_BUTTON] = SENSE("scan", "Scan button"),
};

const SANE_Option_Descriptor *
folder_option_descriptor(FolderOption option)
{
	return &descriptors[option];
}

static gboolean
has_trouble(const FolderDevice *device, TroubleKind kind)
{
	g_autoptr(GArray) troubles = trouble_read(device->folder, NULL);
	return troubles != NULL && trouble_find(troubles, kind, 0) != NULL;
}

static gboolean
page_loaded(const FolderDevice *device)
{
	g_autoptr(GPtrArray) sheets = tray_sheets(device->folder, FALSE);
	return sheets->len > 0 && !has_trouble(device, TROUBLE_EMPTY);
}

SANE_Status
folder_option_get(FolderDevice *device, FolderOption option, void *value)
{
	SANE_Word *word = value;
	switch (option) {
	case OPTION_COUNT:
		*word = OPTION_N;
		return SANE_STATUS_GOOD;
	case OPTION_SOURCE:
		g_strlcpy(value, sources[device->source], TEXT_SIZE);
		return SANE_STATUS_GOOD;
	case OPTION_MODE:
		g_strlcpy(value, modes[device->mode], TEXT_SIZE);
		return SANE_STATUS_GOOD;
	case OPTION_RESOLUTION:
		*word = device->resolution;
		return SANE_STATUS_GOOD;
	case OPTION_TL_X:
	case OPTION_TL_Y:
	case OPTION_BR_X:
	case OPTION_BR_Y:
		*word = device->geometry[option - OPTION_TL_X];
		return SANE_STATUS_GOOD;
	case OPTION_PAGE_LOADED:
		*word = page_loaded(device);
		return SANE_STATUS_GOOD;
	case OPTION_COVER_OPEN:
		*word = has_trouble(device, TROUBLE_COVER_OPEN);
		return SANE_STATUS_GOOD;
	case OPTION_DOUBLE_FEED:
		*word = device->double_fed;
		return SANE_STATUS_GOOD;
	case OPTION_BUTTON:
		*word = has_trouble(device, TROUBLE_BUTTON);
		return SANE_STATUS_GOOD;
	case OPTION_SCAN_GROUP:
	case OPTION_GEOMETRY_GROUP:
	case OPTION_SENSOR_GROUP:
	case OPTION_N:
		break;
	}
	return SANE_STATUS_INVAL;
}

/* -1: not in the list. */
static int
choice_of(const SANE_String_Const *list, const char *text)
{
	for (int i = 0; list[i] != NULL; i++) {
		if (g_ascii_strncasecmp(list[i], text, TEXT_SIZE) == 0)
			return i;
	}
	return -1;
}

static SANE_Word
nearest_resolution(SANE_Word asked)
{
	SANE_Word best = resolutions[1];
	for (int i = 2; i <= resolutions[0]; i++) {
		if (ABS((gint64)resolutions[i] - asked) < ABS((gint64)best - asked))
			best = resolutions[i];
	}
	return best;
}

static SANE_Status
set_choice(int choice, int *setting, SANE_Int *info)
{
	if (choice < 0)
		return SANE_STATUS_INVAL;
	*setting = choice;
	*info |= SANE_INFO_RELOAD_PARAMS;
	return SANE_STATUS_GOOD;
}

static void
set_word(SANE_Word *word, SANE_Word value, SANE_Word *setting, SANE_Int *info)
{
	if (value != *word)
		*info |= SANE_INFO_INEXACT;
	*word = *setting = value;
	*info |= SANE_INFO_RELOAD_PARAMS;
}

SANE_Status
folder_option_set(FolderDevice *device, FolderOption option, void *value, SANE_Int *info)
{
	int choice = 0;
	SANE_Word *word = value;
	SANE_Status status;
	switch (option) {
	case OPTION_SOURCE:
		status = set_choice(choice_of(sources, value), &choice, info);
		if (status == SANE_STATUS_GOOD)
			device->source = (FolderSource)choice;
		return status;
	case OPTION_MODE:
		status = set_choice(choice_of(modes, value), &choice, info);
		if (status == SANE_STATUS_GOOD)
			device->mode = (RenderMode)choice;
		return status;
	case OPTION_RESOLUTION:
		set_word(word, nearest_resolution(*word), &device->resolution, info);
		return SANE_STATUS_GOOD;
	case OPTION_TL_X:
	case OPTION_BR_X:
		set_word(word, CLAMP(*word, width_mm.min, width_mm.max), &device->geometry[option - OPTION_TL_X], info);
		return SANE_STATUS_GOOD;
	case OPTION_TL_Y:
	case OPTION_BR_Y:
		set_word(word, CLAMP(*word, height_mm.min, height_mm.max), &device->geometry[option - OPTION_TL_X],
			info);
		return SANE_STATUS_GOOD;
	case OPTION_COUNT:
	case OPTION_SCAN_GROUP:
	case OPTION_GEOMETRY_GROUP:
	case OPTION_SENSOR_GROUP:
	case OPTION_PAGE_LOADED:
	case OPTION_COVER_OPEN:
	case OPTION_DOUBLE_FEED:
	case OPTION_BUTTON:
	case OPTION_N:
		break;
	}
	return SANE_STATUS_INVAL;
}
