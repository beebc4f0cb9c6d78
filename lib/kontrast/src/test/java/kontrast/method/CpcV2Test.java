package kontrast.method;

/** CPC as the second paper has it: all of its changes at once. */
class CpcV2Test extends MethodContract {
    @Override
    protected Method method(long seed) {
        return CpcTest.cpc(CpcTest.tiny(CpcOptions.smallV2(2)), seed);
    }
}
