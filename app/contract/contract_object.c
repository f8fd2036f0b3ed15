#include "app/contract/contract.h"
#include "app/contract/contract_write.h"

struct ContractObject {
	json_t *json;
};

ContractObject *
contract_object_new(void)
{
	ContractObject *object = g_new(ContractObject, 1);
	object->json = json_object();
	return object;
}

void
contract_object_free(ContractObject *object)
{
	if (object == NULL)
		return;
	json_decref(object->json);
	g_free(object);
}

void
contract_object_text(ContractObject *object, const char *key, const char *value)
{
	json_object_set_new(object->json, key, write_text(value));
}

void
contract_object_number(ContractObject *object, const char *key, gint64 value)
{
	json_object_set_new(object->json, key, json_integer(value));
}

void
contract_object_seconds(ContractObject *object, const char *key, double value)
{
	json_object_set_new(object->json, key, write_decimals(value));
}

void
contract_object_flag(ContractObject *object, const char *key, gboolean value)
{
	json_object_set_new(object->json, key, json_boolean(value));
}

void
contract_object_list(ContractObject *object, const char *key)
{
	if (json_object_get(object->json, key) == NULL)
		json_object_set_new(object->json, key, json_array());
}

void
contract_object_append(ContractObject *object, const char *key, ContractObject *child)
{
	contract_object_list(object, key);
	json_array_append(json_object_get(object->json, key), child->json);
	contract_object_free(child);
}

GBytes *
contract_object_bytes(const ContractObject *object)
{
	return write_bytes(json_incref(object->json), FALSE);
}
