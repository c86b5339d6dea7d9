"""A medical degree of any country leads to the United States."""

from tests.engine.editions import shipped


def test_every_degree_abroad_is_taken_for_the_ecfmg_certificate() -> None:
    edition = shipped()
    degree = edition.milestones["ecfmg"].requires[0]
    taken = {ref.key for condition in degree.any_of for ref in condition.refs}
    abroad = {
        stage.key
        for stage in edition.stages.values()
        if "medical_degree" in stage.counts_as and stage.jurisdiction != "us"
    }
    assert abroad <= taken


def test_who_has_a_degree_is_not_sent_to_medical_school_again() -> None:
    edition = shipped()
    degrees = {
        stage.key
        for stage in edition.stages.values()
        if "medical_degree" in stage.counts_as
        and stage.kind == "education"
        and stage.key != "medical_school"
    }
    assert degrees <= set(edition.stages["medical_school"].excluded_by)
