# %% [markdown]
# # Two years of País Ejemplo, in a notebook
#
# A script in cells, as Jupyter, VS Code and Spyder open it; run in the folder that holds `assessments/`.
# `tests/test_library.py` runs it and reads what it prints.

# %%
from collections import Counter
from pathlib import Path

import trata_cli as trata

plan = trata.read_plan()
last_year = trata.read_assessment("assessments/XPE-2025.yaml")
this_year = trata.read_assessment("assessments/XPE-2026.yaml")
print(f"{plan.id} {plan.version}: {len(plan.places)} indicators in {len(plan.pillars)} pillars")

# %% [markdown]
# Fulfilled x of n, and where x would end if all that is open turned out well.

# %%
found = trata.totals(this_year, plan)
low, high = found.fulfilled_range
print(f"{this_year.country} {this_year.year}: fulfilled {low} of {found.applicable}, at most {high}")
for level, count in found.levels:
    print(f"  {level} {plan.levels[level]}: {count}")

# %% [markdown]
# What moved, over the indicators with a level in both years.

# %%
change = trata.compare(last_year, this_year, plan)
print(f"over {change.shared} of {change.indicators}: {change.fulfilled_before} fulfilled, now {change.fulfilled_now}")
for move in change.falls:
    print(f"  {move.id}: {move.before} -> {move.now}")

# %% [markdown]
# One row an answer, for pandas: `pandas.DataFrame(rows)`.

# %%
rows = [
    {"id": id_, "pillar": plan.places[id_].pillar.id, "level": answer.level, "evidence": len(answer.evidence)}
    for id_, answer in this_year.answers.items()
]
print(rows[0])
print(Counter(row["level"] for row in rows if row["pillar"] == "prevencion"))

# %% [markdown]
# What is wrong with each file: `pandas.DataFrame(problems)` has the columns of `trata validate --format json`.

# %%
problems = [problem for path in sorted(Path("assessments").glob("*.yaml")) for problem in trata.check(path)]
print(Counter((problem.severity, problem.code) for problem in problems))

# %% [markdown]
# What the commands refuse is refused here too.

# %%
try:
    trata.compare(this_year, last_year, plan)
except trata.Refused as refused:
    print(refused)
