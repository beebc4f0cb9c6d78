package kontrast.grader.exercise;

import java.util.List;
import java.util.Optional;
import kontrast.grader.check.Property;
import kontrast.grader.worker.Call;
import kontrast.grader.worker.Outcome;
import kontrast.grader.worker.Value;

/** Rules for results of which many are right, or that are right in a respect only. */
final class Judged {

    private Judged() {}

    /** Says what is wrong with a result. */
    interface Judge {
        Optional<String> fault(Call call, Value result);
    }

    /** Each result by itself; an exception is a fault, and so is a null. */
    static Property.Rule each(Judge judge) {
        return outcomes((call, outcome) -> judge.fault(call, outcome.result()));
    }

    /** Says what is wrong with what came of a call, changed arguments included. */
    interface OutcomeJudge {
        Optional<String> fault(Call call, Outcome outcome);
    }

    static Property.Rule outcomes(OutcomeJudge judge) {
        return (calls, outcomes) -> first(calls, outcomes, judge);
    }

    private static Optional<String> first(List<Call> calls, List<Outcome> outcomes, OutcomeJudge judge) {
        for (int i = 0; i < calls.size(); i++) {
            Outcome outcome = outcomes.get(i);
            Optional<String> fault = outcome.isThrown()
                    ? Optional.of("it threw " + outcome.thrown() + " " + outcome.message())
                    : judge.fault(calls.get(i), outcome);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }
}
