package kontrast.grader.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what the last check of each exercise earned: while the kernel runs, and in a kernel also over its restarts.
 *
 * <p>After a restart the answers are gone until their cells run again, and may have been changed. So points of an
 * earlier kernel count, but are told apart, until the exercise is checked again.
 */
final class Ledger {

    private final Outline outline;
    private final Map<String, Double> earned = new ConcurrentHashMap<>();
    private final Map<String, Double> before = new ConcurrentHashMap<>();
    private volatile Optional<LedgerFile> file = Optional.empty();
    private final Map<String, List<Check<?>>> sets = new ConcurrentHashMap<>();

    Ledger(Outline outline) {
        this.outline = outline;
    }

    /** The ledger of this process, which begins with the first check. */
    static Ledger ofThisProcess() {
        return Holder.LEDGER;
    }

    private static final class Holder {
        // The loader of the course's own jar: a kernel's thread may have another.
        static final Ledger LEDGER = new Ledger(ServiceLoader.load(Outline.class, Ledger.class.getClassLoader())
                .findFirst()
                .orElse(exercise -> List.of()));
    }

    /**
     * Takes over what earlier kernels kept, and keeps what this one finds.
     *
     * @param kept where
     */
    void keepIn(LedgerFile kept) {
        before.putAll(kept.read());
        file = Optional.of(kept);
    }

    /** Notes what a check found, and adds to it how far its set has come. */
    Report enter(Report report) {
        earned.put(report.id(), report.earned());
        file.ifPresent(f -> f.put(LedgerFile.key(report.id(), report.title()), report.earned()));
        List<Check<?>> set = sets.computeIfAbsent(report.id(), outline::setOf);
        // A set of one is told by its own card.
        return set.size() < 2 ? report : report.with(Optional.of(progress(set)));
    }

    private SetProgress progress(List<Check<?>> set) {
        double sum = 0;
        double points = 0;
        List<SetProgress.Left> left = new ArrayList<>();
        List<String> earlier = new ArrayList<>();
        for (Check<?> check : set) {
            double got = earned.getOrDefault(check.id(), 0.0);
            if (!earned.containsKey(check.id())) {
                double kept = before.getOrDefault(LedgerFile.key(check.id(), check.title()), 0.0);
                if (kept > 0 && kept <= check.points()) {
                    got = kept;
                    earlier.add(check.id());
                }
            }
            sum += got;
            points += check.points();
            if (got < check.points()) {
                left.add(new SetProgress.Left(check.id(), check.points() - got));
            }
        }
        return new SetProgress(sum, points, left, earlier);
    }
}
