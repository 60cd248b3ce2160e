"""The rows of a study by subject; each repository is the only place with SQL for its subject."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.storage.repositories.answers import AnswersRepository
    from qualcode.storage.repositories.cases import CasesRepository
    from qualcode.storage.repositories.charts import ChartsRepository
    from qualcode.storage.repositories.coders import CodersRepository
    from qualcode.storage.repositories.codes import CodesRepository
    from qualcode.storage.repositories.codings import CodingsRepository
    from qualcode.storage.repositories.desk import DeskRepository
    from qualcode.storage.repositories.discussions import DiscussionsRepository
    from qualcode.storage.repositories.finding import FindingRepository
    from qualcode.storage.repositories.history import HistoryRepository
    from qualcode.storage.repositories.identification import IdentificationRepository
    from qualcode.storage.repositories.matching import MatchingRepository
    from qualcode.storage.repositories.memos import MemosRepository
    from qualcode.storage.repositories.packages import PackagesRepository
    from qualcode.storage.repositories.quotes import QuotesRepository
    from qualcode.storage.repositories.receiving import ReceivingRepository
    from qualcode.storage.repositories.recommendations import RecommendationsRepository
    from qualcode.storage.repositories.reviews import ReviewsRepository
    from qualcode.storage.repositories.revisions import RevisionsRepository
    from qualcode.storage.repositories.rounds import RoundsRepository
    from qualcode.storage.repositories.settings import SettingsRepository
    from qualcode.storage.repositories.sources import SourcesRepository
    from qualcode.storage.repositories.speakers import SpeakersRepository
    from qualcode.storage.repositories.summaries import SummariesRepository
    from qualcode.storage.repositories.talk import TalkRepository
    from qualcode.storage.repositories.theme_tables import ThemeTablesRepository
    from qualcode.storage.session import Session


class Repositories:
    """All repositories over one session; each is loaded when it is first asked for, so that a report loads what it reads."""

    session: Session

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def coders(self) -> CodersRepository:
        """Who codes."""
        from qualcode.storage.repositories.coders import CodersRepository

        return CodersRepository(self.session)

    @cached_property
    def sources(self) -> SourcesRepository:
        """Sources with their texts, turns and speakers."""
        from qualcode.storage.repositories.sources import SourcesRepository

        return SourcesRepository(self.session)

    @cached_property
    def speakers(self) -> SpeakersRepository:
        """Who speaks in the sources."""
        from qualcode.storage.repositories.speakers import SpeakersRepository

        return SpeakersRepository(self.session)

    @cached_property
    def revisions(self) -> RevisionsRepository:
        """The texts of sources before and after each correction."""
        from qualcode.storage.repositories.revisions import RevisionsRepository

        return RevisionsRepository(self.session)

    @cached_property
    def reviews(self) -> ReviewsRepository:
        """Spans whose words a correction changed."""
        from qualcode.storage.repositories.reviews import ReviewsRepository

        return ReviewsRepository(self.session)

    @cached_property
    def talk(self) -> TalkRepository:
        """What is said in many sources at once."""
        from qualcode.storage.repositories.talk import TalkRepository

        return TalkRepository(self.session)

    @cached_property
    def finding(self) -> FindingRepository:
        """Where the search index knows words."""
        from qualcode.storage.repositories.finding import FindingRepository

        return FindingRepository(self.session)

    @cached_property
    def cases(self) -> CasesRepository:
        """Cases, attributes and values."""
        from qualcode.storage.repositories.cases import CasesRepository

        return CasesRepository(self.session)

    @cached_property
    def codes(self) -> CodesRepository:
        """The codebook."""
        from qualcode.storage.repositories.codes import CodesRepository

        return CodesRepository(self.session)

    @cached_property
    def codings(self) -> CodingsRepository:
        """Codings, and the one reading that charts and counts use."""
        from qualcode.storage.repositories.codings import CodingsRepository

        return CodingsRepository(self.session)

    @cached_property
    def rounds(self) -> RoundsRepository:
        """Rounds, samples and what was finished."""
        from qualcode.storage.repositories.rounds import RoundsRepository

        return RoundsRepository(self.session)

    @cached_property
    def discussions(self) -> DiscussionsRepository:
        """What coders agreed on in talking their differences over."""
        from qualcode.storage.repositories.discussions import DiscussionsRepository

        return DiscussionsRepository(self.session)

    @cached_property
    def matchings(self) -> MatchingRepository:
        """How two code lists were matched to one."""
        from qualcode.storage.repositories.matching import MatchingRepository

        return MatchingRepository(self.session)

    @cached_property
    def packages(self) -> PackagesRepository:
        """Packages sent to second coders."""
        from qualcode.storage.repositories.packages import PackagesRepository

        return PackagesRepository(self.session)

    @cached_property
    def receiving(self) -> ReceivingRepository:
        """What a package that came back is held against."""
        from qualcode.storage.repositories.receiving import ReceivingRepository

        return ReceivingRepository(self.session)

    @cached_property
    def memos(self) -> MemosRepository:
        """Memos."""
        from qualcode.storage.repositories.memos import MemosRepository

        return MemosRepository(self.session)

    @cached_property
    def summaries(self) -> SummariesRepository:
        """Summaries of framework charts."""
        from qualcode.storage.repositories.summaries import SummariesRepository

        return SummariesRepository(self.session)

    @cached_property
    def charts(self) -> ChartsRepository:
        """Charts that were saved."""
        from qualcode.storage.repositories.charts import ChartsRepository

        return ChartsRepository(self.session)

    @cached_property
    def quotes(self) -> QuotesRepository:
        """The quotations of theme tables."""
        from qualcode.storage.repositories.quotes import QuotesRepository

        return QuotesRepository(self.session)

    @cached_property
    def identification(self) -> IdentificationRepository:
        """What may print although the de-identification check would stop it."""
        from qualcode.storage.repositories.identification import IdentificationRepository

        return IdentificationRepository(self.session)

    @cached_property
    def answers(self) -> AnswersRepository:
        """Answers to the questions of reporting guidelines."""
        from qualcode.storage.repositories.answers import AnswersRepository

        return AnswersRepository(self.session)

    @cached_property
    def recommendations(self) -> RecommendationsRepository:
        """Recommendations of the paper."""
        from qualcode.storage.repositories.recommendations import RecommendationsRepository

        return RecommendationsRepository(self.session)

    @cached_property
    def theme_tables(self) -> ThemeTablesRepository:
        """Theme tables and their rows."""
        from qualcode.storage.repositories.theme_tables import ThemeTablesRepository

        return ThemeTablesRepository(self.session)

    @cached_property
    def settings(self) -> SettingsRepository:
        """What holds for the whole study."""
        from qualcode.storage.repositories.settings import SettingsRepository

        return SettingsRepository(self.session)

    @cached_property
    def history(self) -> HistoryRepository:
        """The change history."""
        from qualcode.storage.repositories.history import HistoryRepository

        return HistoryRepository(self.session)

    @cached_property
    def desk(self) -> DeskRepository:
        """What a coder left lying there: last place, recent and pinned codes."""
        from qualcode.storage.repositories.desk import DeskRepository

        return DeskRepository(self.session)
