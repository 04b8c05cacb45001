import aftercare.core.ids
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from aftercare.core.together import CreateTogether


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTogether(
            [
                migrations.CreateModel(
                    name='Municipality',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='accounts.region', verbose_name='region')),
                        ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                        ('surveyed_on', models.DateField(blank=True, null=True, verbose_name='gone through on')),
                        ('surveyed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['name'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('surveyed_by', None), ('surveyed_on', None)), models.Q(('surveyed_by__isnull', False), ('surveyed_on__isnull', False)), _connector='OR'), name='municipality_surveyed_by_and_on_together')],
                    },
                ),
                migrations.CreateModel(
                    name='DesignSeat',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='design_seats', to='accounts.region')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='design_seats', to=settings.AUTH_USER_MODEL)),
                        ('voice', models.CharField(choices=[('professional', 'Professional'), ('policy', 'Policy maker'), ('lived', 'Lived experience'), ('relative', 'Relative'), ('self_help', 'Self-help group')], max_length=12, verbose_name='takes part as')),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                        ('appointed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'ordering': ['region', 'user__name', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('region', 'user'), name='designseat_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='designseat_ended_by_and_at_together')],
                    },
                ),
                migrations.CreateModel(
                    name='Service',
                    fields=[
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('provider', models.CharField(max_length=120, verbose_name='who offers it')),
                        ('block', models.CharField(choices=[('aftercare', 'Aftercare after treatment'), ('peer_group', 'Support group, peers'), ('peer_worker', 'Peer worker'), ('relatives', 'Help for relatives'), ('housing', 'Recovery housing'), ('work', 'Work and daytime activities'), ('money', 'Debts and money'), ('outdoors', 'Moving and outdoors'), ('evening', 'A place to go in the evening'), ('neighbourhood', 'Neighbourhood team')], max_length=15, verbose_name='building block')),
                        ('about', models.TextField(max_length=1500, verbose_name='what it is')),
                        ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('food', 'Food'), ('body', 'Body'), ('mind', 'Mind'), ('money', 'Money'), ('relationships', 'Relationships'), ('home', 'Home'), ('work', 'Work and day structure')], max_length=20), default=list, size=None, verbose_name='life areas')),
                        ('audiences', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('everybody', 'Everybody'), ('recovering', 'People with an addiction'), ('relatives', 'Relatives'), ('young', 'Young people, 16 to 27'), ('parents', 'Parents with children at home'), ('women', 'Women'), ('homeless', 'People without a home')], max_length=20), default=list, size=None, verbose_name='for whom')),
                        ('costs', models.CharField(choices=[('free', 'Free'), ('own', 'You pay a part'), ('insured', 'Paid by the health insurance'), ('unknown', 'Not known')], default='unknown', max_length=10, verbose_name='costs')),
                        ('costs_note', models.CharField(blank=True, max_length=200, verbose_name='more about the costs')),
                        ('waiting_weeks', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='waiting time in weeks')),
                        ('hours', models.CharField(blank=True, max_length=300, verbose_name='opening hours')),
                        ('access', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('wheelchair', 'By wheelchair'), ('transport', 'Near a bus, tram or train stop'), ('online', 'Online'), ('at_home', 'At your home'), ('without_referral', 'Without a referral'), ('english', 'In English too')], max_length=20), blank=True, default=list, size=None, verbose_name='accessible')),
                        ('access_note', models.CharField(blank=True, max_length=200, verbose_name='more about getting in')),
                        ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                        ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                        ('website', models.URLField(blank=True, verbose_name='website')),
                        ('capacity', models.CharField(choices=[('room', 'There is room'), ('waiting', 'There is a waiting list'), ('full', 'Nobody new for now'), ('unknown', 'Not known')], default='unknown', max_length=10, verbose_name='is there room')),
                        ('places', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number of places')),
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='accounts.region', verbose_name='region')),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'In the directory'), ('withdrawn', 'Taken out')], default='draft', max_length=10, verbose_name='state')),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='reviewed')),
                        ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='why it was taken out')),
                        ('municipalities', models.ManyToManyField(related_name='services', to='network.municipality', verbose_name='municipalities')),
                    ],
                    options={
                        'ordering': ['name', 'id'],
                        'indexes': [models.Index(fields=['region', 'state', 'block'], name='service_of_region')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('region', 'name', 'provider'), name='service_once'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='service_reviewed_by_and_at_together'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('reviewed_at__isnull', False), _connector='OR'), name='service_published_was_reviewed'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), models.Q(('withdrawn_why', ''), _negated=True)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawn_why', '')), _connector='OR'), name='service_withdrawn_says_why'), models.CheckConstraint(condition=models.Q(('areas__len__gt', 0), ('audiences__len__gt', 0)), name='service_is_for_somebody_in_some_area')],
                    },
                ),
                migrations.CreateModel(
                    name='Precondition',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region')),
                        ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='network.service')),
                        ('block', models.CharField(blank=True, choices=[('aftercare', 'Aftercare after treatment'), ('peer_group', 'Support group, peers'), ('peer_worker', 'Peer worker'), ('relatives', 'Help for relatives'), ('housing', 'Recovery housing'), ('work', 'Work and daytime activities'), ('money', 'Debts and money'), ('outdoors', 'Moving and outdoors'), ('evening', 'A place to go in the evening'), ('neighbourhood', 'Neighbourhood team')], max_length=15, verbose_name='building block')),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('title', models.CharField(max_length=160, verbose_name='what is needed')),
                        ('note', models.TextField(blank=True, max_length=600, verbose_name='how it stands, in words')),
                        ('standing', models.CharField(choices=[('present', 'Present'), ('partly', 'Partly there'), ('lacking', 'Lacking'), ('unknown', 'Not known')], default='unknown', max_length=10, verbose_name='how it stands')),
                    ],
                    options={
                        'ordering': ['service', 'block', 'title', 'id'],
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('service', None), ('block', ''), _connector='OR'), name='precondition_about_a_service_or_a_block'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='precondition_removed_by_and_at_together')],
                    },
                ),
                migrations.CreateModel(
                    name='Knowledge',
                    fields=[
                        ('id', models.UUIDField(default=aftercare.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.region')),
                        ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(class)s_set', to='network.service')),
                        ('block', models.CharField(blank=True, choices=[('aftercare', 'Aftercare after treatment'), ('peer_group', 'Support group, peers'), ('peer_worker', 'Peer worker'), ('relatives', 'Help for relatives'), ('housing', 'Recovery housing'), ('work', 'Work and daytime activities'), ('money', 'Debts and money'), ('outdoors', 'Moving and outdoors'), ('evening', 'A place to go in the evening'), ('neighbourhood', 'Neighbourhood team')], max_length=15, verbose_name='building block')),
                        ('revision', models.PositiveIntegerField(default=1)),
                        ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('removed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('kind', models.CharField(choices=[('science', 'Science'), ('practice', 'Practice'), ('lived', 'Lived experience')], max_length=10, verbose_name='kind of knowledge')),
                        ('text', models.TextField(max_length=1000, verbose_name='what is known')),
                        ('source', models.CharField(help_text='Who found or said it, and when.', max_length=200, verbose_name='source')),
                        ('link', models.URLField(blank=True, verbose_name='link to the source')),
                    ],
                    options={
                        'ordering': ['service', 'block', 'kind', 'id'],
                        'abstract': False,
                        'constraints': [models.CheckConstraint(condition=models.Q(('service', None), ('block', ''), _connector='OR'), name='knowledge_about_a_service_or_a_block'), models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', None)), models.Q(('removed_at__isnull', False), ('removed_by__isnull', False)), _connector='OR'), name='knowledge_removed_by_and_at_together')],
                    },
                ),
            ]
        ),
    ]
