package weir.launcher.settings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.base.WeirException;

/** Flags that miners type, of SDK 10 and 11, of the subnet template and of the miner guide. */
class BittensorFlagsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --wallet.name w --wallet.hotkey h --wallet.path p | --wallet.name w --wallet.hotkey h --wallet.path p
            --wallet w --wallet-hotkey=h --wallet-path p | --wallet.name w --wallet.hotkey=h --wallet.path p
            --netuid 374 --subtensor.network test | --netuid 374 --subtensor.network test
            --network ws://127.0.0.1:9944 | --subtensor.network ws://127.0.0.1:9944
            --subtensor.chain_endpoint ws://127.0.0.1:9944 | --subtensor.chain_endpoint ws://127.0.0.1:9944
            --axon.port 8091 --axon.ip 0.0.0.0 | --axon.port 8091 --axon.ip 0.0.0.0
            --axon.external_ip 203.0.113.7 --axon.external_port 80 | --axon.external_ip 203.0.113.7 --axon.external_port 80
            --axon.max_workers 8 | --axon.max_workers 8
            --logging.info | --logging.level info
            --logging.debug | --logging.level debug
            --logging.trace | --logging.level trace
            --logging.trace --logging.info --logging.debug | --logging.level trace
            --logging.debug False | ''
            --logging.debug=True --netuid 98 | --netuid 98 --logging.level debug
            --logging.level debug --logging.trace | --logging.level debug
            --logging.record_log | ''
            --blacklist.force_validator_permit | ''
            --blacklist.force_validator_permit True --netuid 98 | --netuid 98
            --blacklist.allow_non_registered False | ''
            --blacklist.allow_non_registered=0 | ''
            --blacklist.validator_min_stake 10 | --axon.min_stake 10
            --blacklist.minimum_stake_requirement 10 | --axon.min_stake 10
            --no_prompt --no_version_checking --strict --wandb.off | ''
            """)
    void flagHasAnEffectOrNeedsNone(String typed, String run) {
        assertEquals(run, String.join(" ", BittensorFlags.translate(typed.split(" "))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --blacklist.force_validator_permit False | --axon.allow
            --blacklist.allow_non_registered | --axon.allow
            --blacklist.allow_non_registered True | --axon.allow
            --blacklist.exclude 7 | --axon.deny
            --logging.logging_dir /var/log | logs/ in --home
            --logging.enable_third_party_loggers | --logging.level
            --config miner.yaml | conf/weir.properties
            --mock | weir demo
            --subtensor._mock | weir demo
            --neuron.name n | --home
            --neuron.device cuda | leave it out
            --neuron.epoch_length 100 | leave it out
            --neuron.events_retention_size 2 | leave it out
            --neuron.dont_save_events | data/decisions.jsonl
            --neuron.axon_off | --wallet.name
            --neuron.timeout 5 | validator's timeout
            --miner.strategy hold | conf/routes
            --miner.version 1.0.0 | conf/routes
            --miner.model_info m | conf/routes
            --priority.max_workers 4 | highest stake
            --wandb.project_name p | leave the flag out
            --dendrite.timeout 5 | leave the flag out
            """)
    void errorNamesTheReplacement(String typed, String replacement) {
        WeirException error = assertThrows(
                WeirException.class, () -> BittensorFlags.translate(("run --netuid 98 " + typed).split(" ")));
        assertTrue(error.isUsageError());
        assertTrue(error.getMessage().startsWith(typed.split("[ =]")[0]), error::getMessage);
        assertTrue(error.remedy().contains(replacement), error::remedy);
    }

    @Test
    void otherArgumentsAreLeftToTheCommandLine() {
        String[] arguments = {"run", "--axon.prot", "1", "--show-config", "--help", "x"};
        assertArrayEquals(arguments, BittensorFlags.translate(arguments));
    }
}
