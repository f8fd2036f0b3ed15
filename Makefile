# Civil.ia station. Everything is built below $(B); `make help` lists the targets.
#
# A module is a folder of .c files. A program is its main file plus the modules named in that
# file's first line, "/* links: app/dossier firmware/base */"; a test is linked the same way.

B ?= build
CC = gcc
CSTD = -std=gnu17
WARN = -Wall -Wextra -Wshadow -Wvla -Wundef -Wformat=2 -Wwrite-strings -Wpointer-arith \
       -Wcast-align -Wstrict-prototypes -Wmissing-prototypes -Wimplicit-fallthrough -Wnull-dereference
HARDEN = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
OPT = -O2 -g
ifeq ($(CI),true)
WARN += -Werror
endif

# Foreign libraries by module; docs/layers.txt says the same to `make lint`.
PKG_app/image := lept libjpeg libtiff-4 libpng
PKG_app/ocr := lept
PKG_app/codes := zbar libdmtx gnutls
PKG_app/values := icu-i18n icu-uc
PKG_app/act := pangocairo cairo-pdf libqpdf
PKG_app/db := sqlite3
PKG_app/seal := libsodium
PKG_app/contract := jansson
PKG_app/reader/worker := libseccomp
PKG_app/sync := libsoup-3.0 gnutls jansson
PKG_app/central := libsoup-3.0 gnutls jansson
PKG_app/samples := pangocairo cairo-png lept libqrencode libdmtx gnutls
PKG_app/data/build := geonames icu-i18n icu-uc jansson
PKG_app/data/build/glyphs := pangocairo cairo cairo-ft freetype2
PKG_tests/bench/zones := cairo libjpeg
PKG_drivers/scan/sane := sane-backends
PKG_drivers/scan/folder := libpng libjpeg
PKG_ALL := $(sort glib-2.0 gio-2.0 gio-unix-2.0 $(foreach v,$(filter PKG_%,$(.VARIABLES)),$(if $(filter PKG_ALL,$(v)),,$($(v)))))
CPPFLAGS = -D_GNU_SOURCE -DG_LOG_DOMAIN='"civilia"' -DG_LOG_USE_STRUCTURED -I. -I$(B)/gen
CFLAGS = $(CSTD) $(OPT) $(WARN) $(HARDEN) $(EXTRA_CFLAGS)
LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(EXTRA_LDFLAGS)
ifneq ($(shell command -v pkg-config),)
PKG_CFLAGS := $(shell pkg-config --cflags $(PKG_ALL) 2>/dev/null | sed 's/-I/-isystem /g')
GLIB_LIBS := $(shell pkg-config --libs glib-2.0 gio-2.0 gio-unix-2.0 2>/dev/null)
endif
libs = $(if $(strip $(foreach m,$(1),$(PKG_$(m)))),$(shell pkg-config --libs $(sort $(foreach m,$(1),$(PKG_$(m)))) 2>/dev/null)) $(foreach m,$(1),$(LIBS_$(m))) $(GLIB_LIBS) -lm

MAINS := $(wildcard app/*/civilia*.c app/*/*/civilia*.c firmware/*/civilia*.c drivers/*/civilia*.c)
TOOLS := $(wildcard app/data/build/*.c)
TESTS := $(wildcard tests/unit/test_*.c)
BENCHES := $(wildcard tests/bench/bench_*.c)
FUZZERS := $(wildcard tests/fuzz/fuzz_*.c)
BUS_XML := $(wildcard firmware/bus/*.xml)
BUS_C := $(BUS_XML:firmware/bus/%.xml=$(B)/gen/firmware/bus/%.c)
SANE_FOLDER := $(B)/lib/civilia/sane/libsane-folder.so.1

PROGRAMS := $(patsubst %.c,$(B)/bin/%,$(notdir $(MAINS)))
TEST_PROGRAMS := $(TESTS:tests/unit/%.c=$(B)/test/%) $(FUZZERS:tests/fuzz/%.c=$(B)/test/%)
BENCH_PROGRAMS := $(BENCHES:tests/bench/%.c=$(B)/bench/%)
DATA := $(shell find app/data -type f -not -path 'app/data/build/*' -not -path 'app/data/po/*' -not -name '.*')
DATA_BUILT := $(DATA:app/data/%=$(B)/share/civilia/%)

.PHONY: all deps data check demo soak bench fuzz lint golden install clean help samples tests
all: $(PROGRAMS) $(SANE_FOLDER) data

help:
	@sed -n 's/^#: //p' Makefile

#: make demo      the main job on the bundled sample dossiers: scan, read, compare, draft, queue, synchronise
demo: deps
	@$(MAKE) --no-print-directory all samples
	@$(B)/bin/civilia demo

#: make check     all tests (<= 10 minutes)
check: deps
	@$(MAKE) --no-print-directory -j2 all samples tests
	@$(MAKE) --no-print-directory lint
	@tests/run $(B)

#: make deps      installs the Debian packages of packages.txt that are missing (root or sudo)
deps:
	@.ci/deps packages.txt

#: make soak      long runs: kill -9 at random points of the demo; every hostile file through the workers
soak: all samples $(B)/test/test_reader_hostile
	@HOSTILE=all $(B)/test/test_reader_hostile
	@tests/e2e/soak_kill $(B)

#: make bench     speed and quality figures, beside what a user would pick instead
bench: all samples $(BENCH_PROGRAMS)
	@for b in tests/bench/*.sh; do [ ! -e "$$b" ] || sh "$$b" $(B) || exit 1; done

#: make fuzz      every parser of outside bytes under libFuzzer, FUZZ_SECONDS each (default 60)
fuzz:
	@tests/fuzz/run $(B)/fuzz $(or $(FUZZ_SECONDS),60)

#: make lint      layers, banned functions, formatting
lint:
	@docs/lint

#: make golden    regenerates the golden files; look at the difference before committing it
golden: all samples tests
	@tests/golden/regenerate $(B)

#: make install   DESTDIR and PREFIX (default /usr/local) as usual
PREFIX ?= /usr/local
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share $(DESTDIR)$(PREFIX)/lib/civilia/sane $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(SANE_FOLDER) $(DESTDIR)$(PREFIX)/lib/civilia/sane
	cp -R $(B)/share/civilia $(B)/share/locale $(DESTDIR)$(PREFIX)/share
	install -m 644 docs/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1

#: make clean     removes $(B)
clean:
	rm -rf $(B)

# --- objects, modules, programs ---------------------------------------------------------------

objects = $(if $(filter firmware/bus,$(1)),$(BUS_C:$(B)/gen/%.c=$(B)/obj/%.o),$(patsubst %.c,$(B)/obj/%.o,$(filter-out $(MAINS) $(TOOLS),$(wildcard $(1)/*.c))))

# one scan of the first lines: "file=module,module" for every main, tool, test, bench, fuzzer
LINKS := $(shell awk 'FNR == 1 { sub(/^\/\* links: */, "") && sub(/ *\*\/.*$$/, "") && gsub(/ +/, ","); print FILENAME "=" $$0; nextfile }' $(MAINS) $(TOOLS) $(TESTS) $(BENCHES) $(FUZZERS) /dev/null)
comma := ,
links = $(subst $(comma), ,$(patsubst $(1)=%,%,$(filter $(1)=%,$(LINKS))))

define program
$(1): $(B)/obj/$(2:.c=.o) $(foreach m,$(call links,$(2)),$(call objects,$(m))) $(4)
	@mkdir -p $$(@D)
	@echo "  LD   $$@"
	@$$(CC) $$(LDFLAGS) -o $$@ $$(filter %.o,$$^) $(5) $$(call libs,$(call links,$(2)) $(3))
endef
$(foreach f,$(MAINS),$(eval $(call program,$(B)/bin/$(notdir $(f:.c=)),$(f),$(patsubst %/,%,$(dir $(f))))))
$(foreach f,$(TOOLS),$(eval $(call program,$(B)/tool/$(notdir $(f:.c=)),$(f),app/data/build)))
$(foreach f,$(TESTS),$(eval $(call program,$(f:tests/unit/%.c=$(B)/test/%),$(f))))
$(foreach f,$(BENCHES),$(eval $(call program,$(f:tests/bench/%.c=$(B)/bench/%),$(f))))
$(foreach f,$(FUZZERS),$(eval $(call program,$(f:tests/fuzz/%.c=$(B)/test/%),$(f),,$(B)/obj/tests/fuzz/replay.o)))
tests: $(TEST_PROGRAMS)

$(B)/obj/%.o: %.c $(B)/flags | $(BUS_C)
	@mkdir -p $(@D)
	@echo "  CC   $<"
	@$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/obj/app/ocr/net_math.o $(B)/obj/app/image/text_ink.o: OPT = -O3 -g -fno-math-errno -fno-trapping-math
$(B)/obj/firmware/bus/%.o: $(B)/gen/firmware/bus/%.c $(B)/flags
	@mkdir -p $(@D)
	@echo "  CC   $<"
	@$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/gen/firmware/bus/%.c: firmware/bus/%.xml
	@mkdir -p $(@D)
	@echo "  BUS  $<"
	@gdbus-codegen --interface-prefix ia.civil. --c-namespace Bus --c-generate-autocleanup all --output-directory $(@D) --generate-c-code $* $<
$(BUS_C:.c=.h): %.h: %.c ;

$(B)/obj/drivers/scan/folder/%.o: HARDEN = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIC
$(SANE_FOLDER): $(patsubst %.c,$(B)/obj/%.o,$(wildcard drivers/scan/folder/*.c))
	@mkdir -p $(@D)
	@echo "  LD   $@"
	@$(CC) -shared -Wl,-z,relro,-z,now -Wl,-soname,libsane-folder.so.1 -o $@ $^ $(call libs,drivers/scan/folder)

$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CPPFLAGS) $(PKG_CFLAGS) $(CFLAGS)' > $@
FORCE:

# --- data: copied, translated or built ----------------------------------------------------------

data: $(DATA_BUILT) $(B)/share/civilia/places.index $(B)/share/locale/en/LC_MESSAGES/civilia.mo
# layouts are found by listing their folder: one that was renamed must not stay behind
STALE := $(filter-out $(DATA_BUILT),$(shell find $(B)/share/civilia/samples -type f 2>/dev/null))
ifneq ($(STALE),)
$(shell rm -f $(STALE))
endif
$(B)/share/civilia/%: app/data/%
	@mkdir -p $(@D)
	@cp $< $@
$(B)/share/civilia/places.index: $(B)/tool/places-index
	@mkdir -p $(@D)
	@echo "  DATA $@"
	@$< $@
$(B)/share/locale/en/LC_MESSAGES/civilia.mo: $(wildcard app/data/po/en/*.po)
	@mkdir -p $(@D)
	@echo "  MO   $@"
	@msgcat --use-first $^ | msgfmt -o $@ -

samples: $(B)/samples/.drawn
$(B)/samples/.drawn: $(B)/bin/civilia-samples $(filter $(B)/share/civilia/samples/%,$(DATA_BUILT))
	@echo "  DRAW $(@D)"
	@$(B)/bin/civilia-samples --to $(@D) && touch $@

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)
