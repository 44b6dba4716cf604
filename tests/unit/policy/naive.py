"""A second engine, written to be obviously right rather than fast: the oracle the real one is compared with.

It shares the data types with the real engine and no code: every question is asked for every arrival in every zone.
"""

from itertools import permutations

RANK = {"identified": 2, "pseudonymised": 1, "aggregated": 0}
ORDER = ["allow", "warn", "undetermined", "block"]
OPEN_BEFORE_RUN = {"jinja", "unknown-table", "unknown-column", "star", "mapped"}
NEEDED = {"none": 3, "column": 2, "row": 1}


def below(key, ancestor):
    return key.split(".")[: len(ancestor.split("."))] == ancestor.split(".")


def zone_named(policy, name):
    for zone in policy.zones:
        if zone.name == name:
            return zone
    return None


def mode_of(policy, zone, rule=None):
    if rule is not None and rule.mode is not None:
        return rule.mode.value
    if zone is not None and zone.mode is not None:
        return zone.mode.value
    return policy.defaults.mode.value


def effect(action, mode):
    if action not in ("warn", "block") or mode == "observe":
        return "allow"
    return "warn" if mode == "warn" else action


def speaks_of(rule, arrival):
    atom = arrival.atom
    least = rule.at_least.value if rule.at_least else "aggregated" if rule.effect.value == "permit" else "pseudonymised"
    if RANK[atom.identifiability.value] < RANK[least] or arrival.strength.value < NEEDED[rule.influence.value]:
        return False
    if rule.when.origin and atom.origin not in rule.when.origin:
        return False
    if rule.categories is None:
        return True
    if rule.effect.value == "permit":
        return any(below(atom.category, key) for key in rule.categories)
    return any(below(atom.category, key) or below(key, atom.category) for key in rule.categories)


def purposes(zone, declared):
    if zone is None:
        return []
    inside = [purpose for purpose in declared or () if any(below(purpose, listed) for listed in zone.purposes)]
    return inside or list(zone.purposes)


def condition(rule, zone, location, declared, arrival):
    if rule.when.purpose_not_allowed:
        uses = arrival.atom.uses
        wanted = purposes(zone, declared)
        if uses is None or all(any(below(purpose, use) for use in uses) for purpose in wanted):
            return False
    if rule.when.location_not:
        if rule.effect.value == "permit" and not location:
            return False
        if location in rule.when.location_not:
            return False
    return True


def unit(arrival):
    return (arrival.witness.steps[0].column, arrival.atom.category)


def meet(keys, arriving, present):
    units = {}
    for arrival in present:
        units.setdefault(unit(arrival), False)
    for arrival in arriving:
        units[unit(arrival)] = True
    for chosen in permutations(units, len(keys)):
        fits = all(below(one[1], key) or below(key, one[1]) for one, key in zip(chosen, keys, strict=True))
        if fits and any(units[one] for one in chosen):
            return True
    return False


def places(policy, movement):
    """Every (sink, zone name, zone, location, arrivals, present) there is."""
    found = []
    for state in movement.sinks:
        arrivals = [arrival for arrival in movement.arrivals if arrival.sink.dataset == state.dataset]
        for name in state.zones:
            zone = zone_named(policy, name)
            location = (zone.location if zone else "") or state.location or movement.worker_location
            found.append((state.dataset, name, zone, location, arrivals, state.present))
    return found


def decide(policy, movement):  # noqa: C901, PLR0912 - one long read, like the text it checks
    """What fires, as (rule, zone, outcome, would) in no order, and both outcomes."""
    fired = set()
    spots = places(policy, movement)
    decided = set()

    def fire(rule, name, zone, action, own=None):
        fired.add((rule, name, effect(action, mode_of(policy, zone, own)), effect(action, "enforce")))

    def hits(rule, spot):
        _, _, zone, location, arrivals, _ = spot
        return [
            arrival
            for arrival in arrivals
            if speaks_of(rule, arrival) and condition(rule, zone, location, movement.purposes, arrival)
        ]

    for rule in policy.rules:
        for spot in spots:
            sink, name, zone, location, _, _ = spot
            if rule.into and name not in rule.into:
                continue
            arriving = hits(rule, spot)
            if rule.effect.value == "forbid":
                if arriving:
                    fire(rule.id, name, zone, "block", rule)
                decided.update((sink, name, id(arrival)) for arrival in arriving)
            elif rule.effect.value == "permit":
                decided.update((sink, name, id(arrival)) for arrival in arriving)
            else:
                group = [spot] if rule.within.value == "dataset" else [other for other in spots if other[1] == name]
                lying = [arrival for other in group for arrival in other[5]]
                if rule.within.value == "zone":
                    lying += [arrival for zone_name, held in movement.in_zone if zone_name == name for arrival in held]
                lying = [
                    arrival
                    for arrival in lying
                    if speaks_of(rule, arrival) and condition(rule, zone, location, movement.purposes, arrival)
                ]
                if meet(rule.categories, [arrival for other in group for arrival in hits(rule, other)], lying):
                    fire(rule.id, name, zone, "block", rule)
                    for other in group:
                        decided.update((other[0], name, id(arrival)) for arrival in hits(rule, other))

    for sink, name, zone, _, arrivals, _ in spots:
        for arrival in arrivals:
            if arrival.strength.value < 2:
                continue
            if zone is not None and zone.default.value == "deny" and (sink, name, id(arrival)) not in decided:
                fire(f"zone:{name}:default", name, zone, "block")
            if arrival.atom.uses is None and purposes(zone, movement.purposes):
                default("unstated_uses", policy, name, zone, fire)
        for flow in movement.unreviewed:
            if flow.sink == sink and flow.strength.value >= 2:
                default("unreviewed", policy, name, zone, fire)

    if movement.worker_location:
        for rule in policy.rules:
            if rule.effect.value == "forbid" and rule.when.location_not and (not rule.into or "elsewhere" in rule.into):
                for arrival in movement.read_origins:
                    if speaks_of(rule, arrival) and condition(rule, None, movement.worker_location, None, arrival):
                        fire(rule.id, "elsewhere", None, "block", rule)

    undetermined = unresolved(policy, movement, fired)
    if movement.opaque and policy.defaults.opaque.value != "allow":
        fire("default:opaque", "unknown", None, policy.defaults.opaque.value)
    extra = ["undetermined"] if undetermined else []
    outcome = max([*(item[2] for item in fired), *extra, "allow"], key=ORDER.index)
    would = max([*(item[3] for item in fired), *extra, "allow"], key=ORDER.index)
    return fired, outcome, would


def default(name, policy, zone_name, zone, fire):
    action = getattr(policy.defaults, name).value
    if action != "allow":
        fire(f"default:{name}", zone_name, zone, action)


def unresolved(policy, movement, fired):
    undetermined = False
    action = policy.defaults.unresolved.value
    for item, zones in zip(movement.unresolved, movement.unresolved_zones, strict=True):
        if movement.before_run and item.code in OPEN_BEFORE_RUN:
            undetermined = True
        elif action != "allow":
            outcomes = [(effect(action, mode_of(policy, zone_named(policy, name))), name) for name in zones]
            strongest = max((outcome for outcome, _ in outcomes), key=ORDER.index)
            name = next(name for outcome, name in outcomes if outcome == strongest)
            fired.add(("default:unresolved", name, strongest, effect(action, "enforce")))
    return undetermined
