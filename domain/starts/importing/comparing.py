"""The whole list against what stands: a verdict for each row, and everything that is to be written if it is applied.

Where several rows speak of one child, the one that starts last speaks for the child and its guardians; and where several
children's rows speak of one guardian, the last of these. So twice changes nothing, in whatever order the rows stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from domain.consent import BEFOREHAND, MEETING
from domain.people import name_key
from domain.starts.coming import cared_for, questions, subject
from domain.starts.families import Families, Placed
from domain.starts.importing.checking import Checked
from domain.starts.importing.faults import Fault, Wrong, shown
from domain.starts.importing.plan import Again, Ask, Log, Moved, Plan, differ
from domain.starts.importing.settling import after, contradict
from domain.starts.importing.tables import CHANGED, NEW, UNCHANGED, WRONG
from domain.starts.kin import plain
from domain.starts.standing import Adult, Asked, Begin, Kid, Standing


def compare(standing: Standing, rows: Sequence[Checked], today: date) -> tuple[list[str], Plan]:
    """A verdict for each of `rows`, and the plan. Rows that turn out wrong get their fault."""
    _double_keys(rows)
    sound = [(at, row) for at, row in enumerate(rows) if row.coming]
    families = Families(standing, [row.coming for _, row in sound if row.coming], today)
    placed: dict[int, Placed] = {}
    for (at, row), one in zip(sound, families.placed, strict=True):
        if one.of_another:
            _fault(row, "Nøgle", Wrong.KEY_OF_ANOTHER, value=shown(one.told.key))
        elif one.same_as is not None:
            _fault(row, "Barn", Wrong.DOUBLE_START, row=str(sound[one.same_as][1].number))
        else:
            placed[at] = one
    found = Comparison(standing, list(placed.values()), today)
    verdicts = dict(zip(placed, found.verdicts(), strict=True))
    if contradict(placed.values()):
        for at in _unsettled(after(standing, found.plan), placed, today):
            _fault(rows[at], "Barn", Wrong.CONTRADICTS)
            verdicts[at] = WRONG
    return [verdicts.get(at, WRONG) for at in range(len(rows))], found.plan


def _unsettled(standing: Standing, placed: Mapping[int, Placed], today: date) -> Iterator[int]:
    """Rows that would change something again if the list came twice."""
    again = Families(standing, [one.told for one in placed.values()], today)
    verdicts = Comparison(standing, again.placed, today).verdicts()
    for at, one, verdict in zip(placed, again.placed, verdicts, strict=True):
        if verdict != UNCHANGED or one.of_another or one.same_as is not None:
            yield at


def _double_keys(rows: Sequence[Checked]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        key = row.coming.key if row.coming else ""
        if key and (before := first.setdefault(key, row.number)) != row.number:
            _fault(row, "Nøgle", Wrong.DOUBLE_KEY, value=shown(key), row=str(before))


def _fault(checked: Checked, column: str, wrong: Wrong, **values: str) -> None:
    checked.faults.append(Fault(column=column, wrong=wrong, values=values))
    checked.coming = None


class Comparison:
    """Goes through the children first, as their rows speak of them, and then through the rows."""

    def __init__(self, standing: Standing, placed: Sequence[Placed], today: date) -> None:
        self.standing, self.placed, self.today = standing, placed, today
        self.plan = Plan()
        ordered = sorted(enumerate(placed), key=lambda pair: _rank(pair[1]))
        self._speaks = {one.child: at for at, one in ordered}
        self._kids: dict[int, Kid] = {}
        self._adults: dict[int, Adult] = {}
        for at, one in ordered:
            if self._speaks[one.child] == at:
                self._told(one)
        self._begins = {one.start.id for one in placed if one.start}
        self._differs = {child: [*self._child(child), *self._family(placed[at])] for child, at in self._speaks.items()}
        self.plan.adults = [one for number, one in self._adults.items() if differ(one, standing.adult.get(number))]

    def verdicts(self) -> Iterator[str]:
        """For each placed row; the plan is whole when all have been asked for."""
        for at, one in enumerate(self.placed):
            ours = self._differs[one.child] if self._speaks[one.child] == at else []
            begin, columns = self._start(one, -1 - at)
            columns += [*ours, *self._questions(begin)]
            if one.start is None or columns:
                named = tuple(sorted(set(columns))) if one.start else ()
                self.plan.logs.append(Log(begin.id, begin.child_id, named))
            yield NEW if one.start is None else CHANGED if columns else UNCHANGED

    def _told(self, one: Placed) -> None:
        kid, told = self.standing.kid.get(one.child), one.told
        unit_id, staff_id = cared_for(told, *((kid.sundhedspleje_id, kid.sundhedsplejerske_id) if kid else ()))
        known = kid.address_protected if kid else False
        protected = known if told.address_protected is None else told.address_protected
        address = told.address or ("" if told.address_protected or not kid else kid.address)
        self._kids[one.child] = Kid(
            one.child, told.child, name_key(told.child), told.born, unit_id, staff_id, address, protected
        )
        for number, parent in zip(one.guardians, told.parents, strict=True):
            known_as = self._adults.get(number) or self.standing.adult.get(number)
            self._adults[number] = Adult(
                number,
                parent.name,
                parent.email or (known_as.email if known_as else ""),
                parent.mobile or (known_as.mobile if known_as else ""),
                known_as.language if known_as else parent.language or "da",
            )

    def _child(self, child: int) -> list[str]:
        kid, before = self._kids[child], self.standing.kid.get(child)
        columns = [*differ(kid, before)]
        if columns:
            self.plan.kids.append(kid)
        if before and before.sundhedspleje_id != kid.sundhedspleje_id:
            self.plan.care.append((child, kid.sundhedspleje_id))
            for begin in self.standing.starts.get(child, ()):
                columns += [] if begin.id in self._begins else self._questions(begin)
        return columns

    def _family(self, one: Placed) -> list[str]:
        columns = []
        for number in one.guardians:
            names = differ(self._adults[number], self.standing.adult.get(number))
            columns += [f"guardian.{name}" for name in names]
        return [*columns, *self._custody(one)]

    def _custody(self, one: Placed) -> list[str]:
        stands = self.standing.guardians.get(one.child, {})
        told = {number: parent.custody for number, parent in zip(one.guardians, one.told.parents, strict=True)}
        if stands == told:
            return []
        plan = self.plan
        plan.custody_new += [(one.child, number, custody) for number, custody in told.items() if number not in stands]
        plan.custody_other += [
            (one.child, number, custody) for number, custody in told.items() if stands.get(number, custody) != custody
        ]
        plan.fell += [(one.child, number) for number in stands if number not in told]
        if one.child > 0 and {n for n, custody in told.items() if custody} != {
            n for n, custody in stands.items() if custody
        }:
            plan.custody.append(one.child)
        return ["custody"]

    def _start(self, one: Placed, number: int) -> tuple[Begin, list[str]]:
        start, told, house = one.start, one.told, one.told.house.id
        if start is not None and start.closed:
            return start, []
        stays = start is not None and start.unit_id == house
        begin = Begin(
            id=start.id if start else number,
            key=one.key,
            child_id=one.child,
            unit_id=house,
            group_id=told.group_id or (start.group_id if start and stays else None),
            starts_on=told.starts_on,
            newcomer=told.newcomer,
            interpreter=told.interpreter or (start.interpreter if start else ""),
            closed="",
        )
        columns = [*differ(begin, start)]
        if columns:
            self.plan.begins.append(begin)
        if start is not None:
            self.plan.moved += [] if stays else [Moved(start.id, house, start.unit_id)]
            self.plan.redated += [start.id] if start.starts_on != begin.starts_on else []
        elif one.before is not None and not one.before.closed:
            self.plan.followed.append((one.before.id, begin.starts_on))
        return begin, columns

    def _questions(self, begin: Begin) -> list[str]:
        kid = self._kids[begin.child_id]
        wanted = questions(begin.unit_id, kid.sundhedspleje_id, begin.starts_on, newcomer=begin.newcomer)
        if begin.closed or any(one.until < self.today for one in wanted):
            return []
        before = len(self.plan.asked) + len(self.plan.again) + len(self.plan.dropped)
        stand = {one.purpose: one for one in self._stand(begin)}
        for question in wanted:
            found = stand.pop(question.purpose, None)
            if found is None:
                self.plan.asked.append(Ask(begin.id, begin.child_id, question))
            elif (told := (found.from_unit_id, found.to_unit_id, found.until)) != question[1:]:
                anew = told[:2] != question[1:3]
                self.plan.again.append(Again(found.id, begin.child_id, question, anew))
        self.plan.dropped += [(one.id, begin.child_id) for one in stand.values() if one.until >= self.today]
        after = len(self.plan.asked) + len(self.plan.again) + len(self.plan.dropped)
        return ["consent"] if after > before else []

    def _stand(self, begin: Begin) -> Iterator[Asked]:
        for purpose in (MEETING, BEFOREHAND):
            found = self.standing.questions.get((subject(begin.id), purpose))
            if found is not None:
                yield found


def _rank(one: Placed) -> tuple[object, ...]:
    """Who speaks last, whatever the order of the rows."""
    told = one.told
    return told.starts_on, told.born, plain(told.child), told.house.id, one.key
