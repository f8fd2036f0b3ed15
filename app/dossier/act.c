#include "app/dossier/act.h"

static const char *const names[ACT_N] = {"birth", "marriage", "death"};

static void
field_free(gpointer data)
{
	ActField *field = data;
	g_free(field->field);
	g_free(field->value);
	g_ptr_array_unref(field->facts);
	g_free(field);
}

Act *
act_new(ActKind kind)
{
	Act *act = g_new0(Act, 1);
	act->kind = kind;
	act->fields = g_ptr_array_new_with_free_func(field_free);
	act->open = g_ptr_array_new_with_free_func(g_free);
	return act;
}

void
act_free(Act *act)
{
	if (act == NULL)
		return;
	g_ptr_array_unref(act->fields);
	g_ptr_array_unref(act->open);
	g_free(act);
}

ActField *
act_add_field(Act *act, const char *field, const char *value)
{
	ActField *added = g_new0(ActField, 1);
	added->field = g_strdup(field);
	added->value = g_strdup(value);
	added->facts = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(act->fields, added);
	return added;
}

const ActField *
act_field(const Act *act, const char *field)
{
	for (guint i = 0; i < act->fields->len; i++) {
		const ActField *f = act->fields->pdata[i];
		if (g_str_equal(f->field, field))
			return f;
	}
	return NULL;
}

const char *
act_kind_name(ActKind kind)
{
	return (guint)kind < ACT_N ? names[kind] : NULL;
}

gboolean
act_kind_parse(const char *name, ActKind *kind)
{
	for (guint i = 0; i < ACT_N; i++) {
		if (g_strcmp0(names[i], name) == 0) {
			*kind = (ActKind)i;
			return TRUE;
		}
	}
	return FALSE;
}
