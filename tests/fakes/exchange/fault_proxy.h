/* A network that breaks: forwards TCP connections and cuts each after so many bytes sent upwards. */
#pragma once
#include <glib.h>

typedef struct FaultProxy FaultProxy;

/* Listens on a free port of 127.0.0.1, forwards to port target of it. */
FaultProxy *fault_proxy_new(guint16 target);
void fault_proxy_free(FaultProxy *proxy);
guint16 fault_proxy_port(const FaultProxy *proxy);

/* Connections made from now on are reset after this many bytes from the client; 0: never. */
void fault_proxy_cut_after(FaultProxy *proxy, guint64 bytes);

/* Made so far. */
guint fault_proxy_connections(FaultProxy *proxy);
