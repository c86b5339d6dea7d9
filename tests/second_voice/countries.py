"""The usual stages of training in each country, typed by hand from the fact pages.

Each line names its source: a section of the page on the United States ("us 2c") or on the other
countries ("uk 1.1", "G8"), or a correction ("F14"), which wins. Besides stages, each country gives
the dates that depend on them: classes, exam sittings, limits. Each is a window that must contain
the engine's date: its first day and the day after its last (None: the pages give no last day).
Dates that the fact pages don't give are left out.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tests.second_voice.voice import ONE_DAY, Lived, Stage, add_months

Told = tuple[str, dt.date, dt.date | None]
Lives = Mapping[str, Lived]
Failed = Mapping[str, dt.date]  # the sitting of each exam that was failed
Tell = Callable[[Lives, Failed], Iterator[Told]]


@dataclass(frozen=True)
class Ladder:
    """Stages towards a destination, and the post that ends the plan. The post isn't compared,
    because it waits for exams and licences."""

    destination: str
    stages: tuple[Stage, ...]
    post: str


def on(key: str, day: dt.date) -> Told:
    return key, day, day + ONE_DAY


def when_done(key: str, after: dt.date) -> Told:
    """Something that comes with an end: on the last day, or on the day after."""
    return key, after - ONE_DAY, after + ONE_DAY


def within(key: str, year: int, month: int, months: int = 1) -> Told:
    first = dt.date(year, month, 1)
    return key, first, add_months(first, months)


def since(key: str, day: dt.date) -> Told:
    return key, day, None


def nth(month: int, number: int, weekday: int) -> Callable[[int], dt.date]:
    """The nth such weekday (Monday is 0) of a month, by year."""

    def intake(year: int) -> dt.date:
        first = dt.date(year, month, 1)
        return first + ONE_DAY * ((weekday - first.weekday()) % 7 + 7 * (number - 1))

    return intake


def first_of(month: int) -> Callable[[int], dt.date]:
    return lambda year: dt.date(year, month, 1)


# United States: residency and fellowship years run from 1 July (us, conventions).
JULY_1 = first_of(7)
RESIDENCY = ("average", 8)  # F14: an average of 8 weeks a year over the whole residency
MEDICAL_SCHOOL = Stage("medical_school", ("academic", 4), ends=5)  # us 1a: August to May of MS4
PGY1 = Stage("pgy1", ("months", 12), JULY_1)  # us 1b
DR = Stage("dr_residency", ("months", 48), JULY_1, allowance=RESIDENCY)
IR = Stage("ir_integrated", ("months", 60), JULY_1, allowance=RESIDENCY)
IR_2Y = Stage("ir_independent_2y", ("months", 24), JULY_1, allowance=RESIDENCY)
NM = Stage("nm_residency_36", ("months", 36), JULY_1)
NEURO = Stage("f_neuro", ("months", 12), JULY_1)  # us 1c
MSK = Stage("f_msk", ("months", 12), JULY_1)
ALTERNATE_DR = Stage("img_alt_dr", ("months", 48))  # us 1b: any day
ALTERNATE_IR = Stage("img_alt_ir", ("months", 60))


def us(lived: Lives, failed: Failed) -> Iterator[Told]:
    for key in lived.keys() & {"dr_residency", "ir_integrated"}:
        # Integrated IR is three years of DR and two of IR (us 1b): when 48 months are done.
        last = (lived[key].end if key == "dr_residency" else lived[key].worked(48)) - ONE_DAY
        year = last.year + (last.month >= 7)  # F14: the academic year, 1 July to 30 June
        yield within("class of dr_class", year, 1, 12)
        if year >= 2029 and "core" not in failed:  # us 0 and 2c: autumn of R4, 39 to 41 months
            yield within("core", year - 1, 10, 2)
        elif year in (2027, 2028):  # June of R3; held in June and November
            yield within("core", year - 1, 11 if "core" in failed else 6)
        if (year >= 2029 and "core" not in failed) or (year == 2028 and key == "dr_residency"):
            yield within("dr_certifying", year, 6)
        elif year == 2027 and key == "dr_residency":
            yield within("dr_certifying", 2028, 1, 6)  # "early 2028"
    for key, limit in (  # us 2c and 3: six full calendar years after the end
        ("dr_residency", "dr_board_eligibility"),
        ("img_alt_dr", "dr_board_eligibility"),
        ("ir_integrated", "irdr_eligibility"),
        ("ir_independent_2y", "irdr_eligibility"),
        ("img_alt_ir", "irdr_eligibility"),
        ("f_neuro", "caq_neuro_limit"),
    ):
        if key in lived:
            year = (lived[key].end - ONE_DAY).year
            yield on(limit, dt.date(year + 6, 12, 31))
            if key in ("ir_integrated", "ir_independent_2y"):  # us 2c: the next calendar year
                yield since("irdr_oral", dt.date(year + 1, 1, 1))
    if "nm_residency_36" in lived:  # us 2c: seven years from the end
        yield on("abnm_limit", add_months(lived["nm_residency_36"].end, 84) - ONE_DAY)
    for key, years in (("img_alt_dr", 8), ("img_alt_ir", 10)):  # us 4, row 20
        if key in lived:
            yield on(f"{key}_limit", add_months(lived[key].start, 12 * years) - ONE_DAY)


US = (
    Ladder("neuroradiology", (MEDICAL_SCHOOL, PGY1, DR, NEURO), "attending"),
    Ladder("interventional_radiology", (PGY1, IR), "attending"),
    Ladder("interventional_radiology", (DR, IR_2Y), "attending"),
    Ladder("neuroradiology", (DR, NEURO), "attending"),
    Ladder("musculoskeletal", (DR, MSK), "attending"),
    Ladder("nuclear_medicine", (NM,), "attending"),
    Ladder("diagnostic_radiology", (ALTERNATE_DR,), "attending"),
    Ladder("interventional_radiology", (ALTERNATE_IR,), "attending"),
)

# United Kingdom: years run from intake to intake (G8), the first Wednesday of August (F2). After a
# break one goes on in the post, not at an intake (G4). Up to 14 days of leave in twelve months
# leave the date alone (F21), in foundation 20 (uk 1.4, row 9).
AUGUST = nth(8, 1, 2)
GMC, FOUNDATION = ("any_year", 14), ("any_year", 20)
UK_MED = Stage("uk_med", ("academic", 5), ends=6)  # uk 1.1 and G7: to about 30 June
F1 = Stage("uk_f1", ("training", 1), AUGUST, allowance=FOUNDATION)
F2 = Stage("uk_f2", ("training", 1), AUGUST, continues=True, allowance=FOUNDATION)
ST1_3 = Stage("uk_st1_3", ("training", 3), AUGUST, allowance=GMC)
ST4_5 = Stage("uk_st4_5", ("training", 2), AUGUST, continues=True, allowance=GMC)
IR_ST4_6 = Stage("uk_ir_st4_6", ("training", 3), AUGUST, continues=True, allowance=GMC)
IMT = Stage("uk_imt2", ("training", 2), AUGUST, allowance=GMC)
NM_ST3_8 = Stage("uk_nm_st3_8", ("training", 6), AUGUST, allowance=GMC)


def uk(lived: Lives, failed: Failed) -> Iterator[Told]:
    if "uk_f1" in lived:
        yield when_done("uk_full_reg", lived["uk_f1"].end)  # uk 1.1
    if "uk_med" in lived:  # uk 1.1: 1,125 days of provisional registration
        first, last = lived["uk_med"].end - ONE_DAY, lived["uk_f1"].start + ONE_DAY
        yield "uk_prov_reg_limit", first + ONE_DAY * 1125, last + ONE_DAY * 1125
    if "uk_st1_3" in lived:  # uk 1.2: whole-time-equivalent (U6)
        yield since("frcr2a", lived["uk_st1_3"].worked(24))
        yield since("frcr2b", lived["uk_st1_3"].worked(34))
    for key, name in (("uk_st4_5", "cr"), ("uk_ir_st4_6", "ir"), ("uk_nm_st3_8", "nm")):
        if key in lived:
            yield when_done(f"uk_cct_{name}", lived[key].end)
            yield when_done("uk_grace_end", add_months(lived[key].end, 6))  # uk 1.1


UK = (
    Ladder("uk_clinical_radiology", (UK_MED, F1, F2, ST1_3, ST4_5), "uk_consultant"),
    Ladder("uk_clinical_radiology", (F1, F2, ST1_3, ST4_5), "uk_consultant"),
    Ladder("uk_clinical_radiology", (ST1_3, ST4_5), "uk_consultant"),
    Ladder("uk_interventional_radiology", (ST1_3, IR_ST4_6), "uk_consultant"),
    Ladder("uk_nuclear_medicine", (IMT, NM_ST3_8), "uk_consultant"),
)

# India (india 2.1); leave: F22 (PGMER 2023) for courses under the postgraduate regulations, thirty
# days for those of the national board (its leave rules of November 2024, from the packs)
COURSE, BOARD = ("each_year", 20), ("each_year", 30)
MBBS, CRMI = Stage("in_mbbs", ("months", 54)), Stage("in_crmi", ("months", 12))
MD = Stage("in_md", ("months", 36), allowance=COURSE)
DNB = Stage("in_dnb", ("months", 36), allowance=BOARD)
DIPLOMA = Stage("in_dmrd", ("months", 24), allowance=COURSE)
SENIOR = Stage("in_sr", ("months", 12))  # any day
DM_IR, DM_NEURO = (replace(MD, key=key) for key in ("in_dm_ir", "in_dm_neuro"))


def india(lived: Lives, failed: Failed) -> Iterator[Told]:
    if "in_mbbs" in lived:  # within nine years of admission
        yield on("in_mbbs_cap", add_months(lived["in_mbbs"].start, 108) - ONE_DAY)
    if "in_crmi" in lived:
        yield when_done("in_full_reg", lived["in_crmi"].end)
    if "in_md" in lived:  # semesters 3 to 5
        yield "in_drp", lived["in_md"].worked(12), lived["in_md"].worked(30)


INDIA = (
    Ladder("in_radiology", (MBBS, CRMI), "in_practice"),
    Ladder("in_academic_radiology", (MD, SENIOR), "in_academic_post"),
    Ladder("in_academic_radiology", (DNB, SENIOR), "in_academic_post"),
    Ladder("in_radiology", (MD,), "in_practice"),
    Ladder("in_radiology_diploma", (DIPLOMA,), "in_practice"),
    Ladder("in_interventional_radiology", (DM_IR,), "in_practice"),
    Ladder("in_neurointerventional", (DM_NEURO,), "in_practice"),
)

# Canada (canada 3.1); F31: all leave extends
CA_DR, CA_NM6 = Stage("ca_dr", ("months", 60), JULY_1), Stage("ca_nm6", ("months", 72), JULY_1)
CA_IR, CA_NEURO = (Stage(key, ("months", 24), JULY_1) for key in ("ca_ir", "ca_neuro"))
CA_PEDS = Stage("ca_peds", ("months", 12), JULY_1)


def canada(lived: Lives, failed: Failed) -> Iterator[Told]:
    if "ca_dr" not in lived:
        return
    # Blocks of four weeks: 9, 7 and 44 (F17)
    for key, blocks in (("ca_dr_ttd", 9), ("ca_dr_foundations", 16), ("ca_dr_core", 60)):
        yield when_done(key, lived["ca_dr"].worked_days(28 * blocks))
    # F32: who ends by 28 February sits in the autumn before, who ends by 31 December in spring
    last = lived["ca_dr"].end - ONE_DAY
    autumn = (last.month, last.day) <= (2, 28)
    year = last.year - autumn
    if "ca_rc_dr_exam" in failed:  # canada 3.2: spring and fall lists
        autumn, year = not autumn, year + autumn
    yield within("ca_rc_dr_exam", year, *((9, 3) if autumn else (3, 4)))


CANADA = (
    Ladder("ca_diagnostic_radiology", (CA_DR,), "ca_practice"),
    Ladder("ca_interventional_radiology", (CA_DR, CA_IR), "ca_practice"),
    Ladder("ca_neuroradiology", (CA_DR, CA_NEURO), "ca_practice"),
    Ladder("ca_paediatric_radiology", (CA_DR, CA_PEDS), "ca_practice"),
    Ladder("ca_nuclear_medicine", (CA_NM6,), "ca_nm_practice"),
)


# Australia and New Zealand: a hospital year, then the programme of 60 full-time months in three
# phases (au 4.1). In Australia one begins on the first working days of February (G2), in New
# Zealand about the second Monday of December, so that its hospital year has 52 or 53 weeks.
def phases(prefix: str, hospital: Stage) -> tuple[Stage, ...]:
    return (
        hospital,
        replace(hospital, key=f"{prefix}_ph1", length=("months", 12)),
        Stage(f"{prefix}_ph2", ("months", 36)),
        Stage(f"{prefix}_ph3", ("months", 12)),
    )


AU = phases("au", Stage("au_pgy2", ("months", 12), first_of(2), grace=6))
NZ = phases("nz", Stage("nz_pgy2", ("training", 1), nth(12, 2, 0)))


def australia(lived: Lives, failed: Failed) -> Iterator[Told]:
    prefix = "au" if "au_ph3" in lived else "nz"
    one, two, three = (lived[f"{prefix}_ph{number}"] for number in (1, 2, 3))
    # au 4.2: within 24 months of commencement; F27: only interrupted training stops the time
    yield on("au_ph1_limit", one.present(24, one.start) - ONE_DAY)
    yield when_done("au_franzcr", three.end)
    if first := failed.get("au_ph2_path"):  # au 4.2: six opportunities, two a year
        yield "au_ph2_limit", add_months(first, 30), two.present(36, first) + ONE_DAY


AUSTRALIA = Ladder("au_radiology", AU, "au_practice"), Ladder("au_radiology", AU[1:], "au_practice")
NEW_ZEALAND = (
    Ladder("nz_radiology", NZ, "nz_practice"),
    Ladder("nz_radiology", NZ[1:], "nz_practice"),
)

# Ireland (ireland 5.1): the second week of July (G2)
JULY = nth(7, 2, 0)
IE_MED = Stage("ie_med", ("academic", 5), ends=6)  # G7
IE_INTERN = Stage("ie_intern", ("training", 1), JULY)
IE_SHO = Stage("ie_sho", ("training", 1), JULY)
IE_SPR = Stage("ie_spr", ("training", 5), JULY)


def ireland(lived: Lives, failed: Failed) -> Iterator[Told]:
    yield since("ie_ffr1", lived["ie_spr"].worked(9))  # ireland 5.2: May, the end of year 1
    yield since("ie_ffr2a", lived["ie_spr"].worked(36))  # ireland 5.2: the fourth year
    yield since("ie_ffr2b", lived["ie_spr"].worked(36))
    yield when_done("ie_cscst", lived["ie_spr"].end)


IRELAND = (
    Ladder("ie_radiology", (IE_MED, IE_INTERN, IE_SHO, IE_SPR), "ie_consultant"),
    Ladder("ie_radiology", (IE_INTERN, IE_SHO, IE_SPR), "ie_consultant"),
    Ladder("ie_radiology", (IE_SPR,), "ie_consultant"),
)

# Europe (europe 6): levels I and II of the curriculum, then interventional training
TRAINING = Stage("eu_training", ("months", 60))
EU_IR_1, EU_IR_2 = Stage("eu_ir_one_year", ("months", 12)), Stage("eu_ir_two_years", ("months", 24))


def europe(lived: Lives, failed: Failed) -> Iterator[Told]:
    yield when_done("eu_national_title", lived["eu_training"].end)
    yield since("eu_edir", lived["eu_training"].worked(48))  # the fifth year
    for key in lived.keys() & {"eu_ir_one_year", "eu_ir_two_years"}:
        yield since("eu_ebir", lived[key].end)


EUROPE = (
    Ladder("eu_radiology_edir", (TRAINING,), "eu_radiologist_edir"),
    Ladder("eu_ir_ebir", (TRAINING, EU_IR_1), "eu_interventionalist"),
    Ladder("eu_ir_ebir", (TRAINING, EU_IR_2), "eu_interventionalist"),
)

COUNTRIES: Mapping[str, tuple[tuple[Ladder, ...], Tell]] = {
    "us": (US, us),
    "uk": (UK, uk),
    "india": (INDIA, india),
    "canada": (CANADA, canada),
    "australia": (AUSTRALIA, australia),
    "new_zealand": (NEW_ZEALAND, australia),
    "ireland": (IRELAND, ireland),
    "europe": (EUROPE, europe),
}
